"""What is known of products by name: their spellings, what they are part of, and which are comparable to AWS's.

Facts of our own, not the lens's. "Comparable" means the same kind of thing, never the same abilities; whoever shows it
says so. A product that is not here and not among a lens's services is not known, and nothing follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping

AWS, SAGEMAKER = "AWS", "SageMaker"

#: Spellings in any case of letters. The first is enough to be found; words of plain English are not among them.
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    AWS: ("aws", "amazon web services", "amazon"),
    SAGEMAKER: ("sagemaker", "sage maker", "amazon sagemaker", "amazon sagemaker ai", "sagemaker ai"),
    "Airflow": ("airflow",),
    "Amazon Athena": ("athena",),
    "Amazon Bedrock": ("bedrock",),
    "Amazon CloudWatch": ("cloudwatch",),
    "Amazon DynamoDB": ("dynamodb",),
    "Amazon EC2": ("ec2",),
    "Amazon ECR": ("ecr",),
    "Amazon ECS": ("ecs",),
    "Amazon EKS": ("eks",),
    "Amazon EMR": ("emr",),
    "Amazon EventBridge": ("eventbridge",),
    "Amazon Kinesis": ("kinesis",),
    "Amazon Redshift": ("redshift",),
    "Amazon S3": ("s3",),
    "AWS CDK": ("cdk",),
    "AWS CloudFormation": ("cloudformation",),
    "AWS CodePipeline": ("codepipeline",),
    "AWS Fargate": ("fargate",),
    "AWS Glue": ("glue",),
    "AWS Lake Formation": ("lake formation",),
    "AWS Lambda": ("lambda", "lambdas"),
    "AWS Step Functions": ("step functions",),
    "Azure": ("azure", "microsoft azure"),
    "Azure Machine Learning": ("azure machine learning", "azure ml", "azureml"),
    "BigQuery": ("bigquery", "big query"),
    "Databricks": ("databricks",),
    "DVC": ("dvc",),
    "Evidently": ("evidently ai", "evidentlyai"),
    "Feast": ("feast",),
    "GitHub Actions": ("github actions",),
    "GitLab": ("gitlab",),
    "Google Cloud": ("google cloud", "gcp", "google cloud platform"),
    "Grafana": ("grafana",),
    "Jenkins": ("jenkins",),
    "KServe": ("kserve",),
    "Kubeflow": ("kubeflow",),
    "Kubernetes": ("kubernetes", "k8s"),
    "MLflow": ("mlflow", "ml flow"),
    "Optuna": ("optuna",),
    "Prometheus": ("prometheus",),
    "Snowflake": ("snowflake",),
    "Spark": ("spark", "pyspark"),
    "Terraform": ("terraform",),
    "Vertex AI": ("vertex ai", "vertex"),
    "Weights & Biases": ("weights & biases", "weights and biases", "wandb", "w&b"),
}
#: What a product is part of, the nearest first. AWS's services are known by how their names begin.
WITHIN: Mapping[str, tuple[str, ...]] = {
    SAGEMAKER: (AWS,),
    "Azure Machine Learning": ("Azure",),
    "BigQuery": ("Google Cloud",),
    "Vertex AI": ("Google Cloud",),
}
#: For each product, what of it is comparable to which service of AWS's.
COMPARABLE: Mapping[str, Mapping[str, str]] = {
    "Vertex AI": {
        "SageMaker Pipelines": "Vertex AI Pipelines",
        "SageMaker Feature Store": "Vertex AI Feature Store",
        "SageMaker Model Registry": "Vertex AI Model Registry",
        "SageMaker Model Monitor": "Vertex AI Model Monitoring",
        "SageMaker Experiments": "Vertex AI Experiments",
        "Managed MLflow on SageMaker": "Vertex AI Experiments",
        "SageMaker Clarify": "Vertex Explainable AI",
        "SageMaker ML Lineage Tracking": "Vertex ML Metadata",
        "SageMaker JumpStart": "Vertex AI Model Garden",
        "SageMaker notebook instances": "Vertex AI Workbench",
        "SageMaker automatic model tuning": "Vertex AI hyperparameter tuning",
    },
    "Azure Machine Learning": {
        "SageMaker Pipelines": "Azure Machine Learning pipelines",
        "SageMaker Feature Store": "the managed feature store of Azure Machine Learning",
        "SageMaker Model Registry": "the model registry of Azure Machine Learning",
        "SageMaker Model Monitor": "Azure Machine Learning model monitoring",
        "SageMaker Clarify": "the Responsible AI dashboard",
        "SageMaker real-time endpoints": "Azure Machine Learning online endpoints",
        "SageMaker Batch Transform": "Azure Machine Learning batch endpoints",
        "SageMaker automatic model tuning": "Azure Machine Learning sweep jobs",
        "SageMaker Autopilot": "Azure Machine Learning automated ML",
    },
    "Databricks": {
        "SageMaker Pipelines": "Databricks Jobs",
        "SageMaker Feature Store": "Databricks Feature Store",
        "SageMaker Model Registry": "models in Unity Catalog",
        "SageMaker real-time endpoints": "Databricks Model Serving",
        "SageMaker Experiments": "MLflow on Databricks",
        "Managed MLflow on SageMaker": "MLflow on Databricks",
        "AWS Lake Formation": "Unity Catalog",
    },
    "Google Cloud": {
        "Amazon S3": "Cloud Storage",
        "Amazon CloudWatch": "Cloud Monitoring",
        "AWS CloudTrail": "Cloud Audit Logs",
        "AWS KMS": "Cloud KMS",
        "Amazon ECR": "Artifact Registry",
        "Amazon Redshift": "BigQuery",
        "Amazon EKS": "Google Kubernetes Engine",
    },
    "Azure": {
        "Amazon S3": "Azure Blob Storage",
        "Amazon CloudWatch": "Azure Monitor",
        "AWS CloudTrail": "the Azure activity log",
        "AWS KMS": "Azure Key Vault",
        "Amazon ECR": "Azure Container Registry",
        "Amazon EKS": "Azure Kubernetes Service",
        "AWS Lambda": "Azure Functions",
    },
    "MLflow": {
        "SageMaker Model Registry": "the MLflow Model Registry",
        "SageMaker Experiments": "MLflow Tracking",
        "Managed MLflow on SageMaker": "MLflow Tracking",
    },
    "Kubeflow": {"SageMaker Pipelines": "Kubeflow Pipelines", "SageMaker automatic model tuning": "Katib"},
    "Airflow": {"SageMaker Pipelines": "Airflow", "Amazon MWAA": "Airflow"},
    "Feast": {"SageMaker Feature Store": "Feast"},
    "KServe": {"SageMaker real-time endpoints": "KServe"},
    "Evidently": {"SageMaker Model Monitor": "Evidently"},
    "Optuna": {"SageMaker automatic model tuning": "Optuna"},
    "Weights & Biases": {
        "SageMaker Experiments": "Weights & Biases",
        "Managed MLflow on SageMaker": "Weights & Biases",
    },
    "Prometheus": {"Amazon CloudWatch": "Prometheus"},
    "Terraform": {"AWS CloudFormation": "Terraform", "AWS CDK": "Terraform"},
    "BigQuery": {"Amazon Redshift": "BigQuery"},
    "Snowflake": {"Amazon Redshift": "Snowflake"},
}


def chain(product: str) -> tuple[str, ...]:
    """The product and what it is part of, the nearest first."""
    if product in WITHIN:
        broader = WITHIN[product]
    elif SAGEMAKER in product:
        broader = (SAGEMAKER, AWS)
    elif product.startswith(("Amazon ", "AWS ")):
        broader = (AWS,)
    else:
        nearest = next((each for each in COMPARABLE if product.startswith(f"{each} ")), "")
        broader = (nearest, *WITHIN.get(nearest, ())) if nearest else ()
    return (product, *broader)
