import pytest

from knowledge import composing, prompting, stack
from knowledge.composing import Cited, Judgement
from knowledge.model import Grade, LineKind, Verdict
from knowledge.stack import Fit, Stack
from lens_corpus import files
from lens_corpus.model import Step

LENS = files.load("machine-learning")
NAMES = stack.names([LENS])
RETRAINING = LENS.practice("MLPERF06-BP05")


def fit(note):
    return Fit(NAMES, NAMES.read(note))


@pytest.mark.parametrize(
    ("note", "uses", "avoids"),
    [
        ("we use Vertex, not SageMaker", ["Vertex AI"], ["SageMaker"]),
        ("Instead of SageMaker we use vertex ai", ["Vertex AI"], ["SageMaker"]),
        ("we don't use SageMaker, we're on GCP", ["Google Cloud"], ["SageMaker"]),
        ("moved from SageMaker to Databricks", ["Databricks"], ["SageMaker"]),
        ("we replaced SageMaker with KServe", ["KServe"], ["SageMaker"]),
        ("SageMaker isn't allowed, we run Azure ML", ["Azure Machine Learning"], ["SageMaker"]),
        ("on AWS but without SageMaker; mlflow for tracking", ["AWS", "MLflow"], ["SageMaker"]),
        ("we don’t want to use sagemaker", [], ["SageMaker"]),
        ("neither SageMaker nor Bedrock", [], ["SageMaker", "Amazon Bedrock"]),
        ("not only SageMaker, also Bedrock", ["SageMaker", "Amazon Bedrock"], []),
        ("we plan to move from SageMaker to Vertex next year", [], []),
        (
            "Vertex AI Feature Store, no SageMaker Feature Store",
            ["Vertex AI Feature Store"],
            ["SageMaker Feature Store"],
        ),
        ("not SageMaker, Bedrock or Glue", [], ["SageMaker", "Amazon Bedrock", "AWS Glue"]),
        ("We use Vertex, not SageMaker, and Feast.", ["Vertex AI", "Feast"], ["SageMaker"]),
        ("Terraform not CloudFormation, Jenkins not CDK", ["Terraform", "Jenkins"], ["AWS CloudFormation", "AWS CDK"]),
        ("nobody here uses SageMaker any more, it's all Databricks", ["Databricks"], ["SageMaker"]),
        ("Vertex for training. Nothing on AWS.", ["Vertex AI"], ["AWS"]),
        ("our pipelines run every night", [], []),
        ("", [], []),
    ],
)
def test_a_note_says_what_is_used_and_what_is_not(note, uses, avoids):
    assert NAMES.read(note) == Stack(tuple(uses), tuple(avoids))


def test_what_is_said_last_of_a_product_counts():
    assert NAMES.read("we use SageMaker\nwe no longer use SageMaker") == Stack((), ("SageMaker",))


def test_the_nearest_word_decides_about_a_part_of_something():
    said = NAMES.read("AWS, not SageMaker, but SageMaker Pipelines")

    assert said.says("SageMaker Pipelines") is True
    assert said.says("SageMaker Feature Store") is False
    assert said.says("Amazon S3") is True
    assert said.says("Vertex AI") is None


def test_without_a_stack_the_steps_are_the_practices_own():
    assert Fit().steps(RETRAINING) == RETRAINING.steps[:2]
    assert fit("we like coffee").steps(RETRAINING) == RETRAINING.steps[:2]
    assert Fit().compared(RETRAINING) == ""


def test_steps_that_name_what_is_used_come_first_and_general_ones_follow():
    found = fit("we use SageMaker").steps(RETRAINING)

    assert [step.lead for step in found] == [
        "Turn monitoring into events",
        "Start on new data with S3 events",
        "Write the trigger sheet",
    ]


def test_what_is_not_used_makes_way_for_the_general_steps():
    found = fit("AWS, but not SageMaker").steps(RETRAINING)

    assert list(found) == list(RETRAINING.steps[:2])
    assert not [step for step in found if "SageMaker" in NAMES.named(step)]


def test_a_general_step_that_names_what_is_not_used_comes_last():
    steps = tuple(
        Step(lead, text) for lead, text in [("A", "Ask SageMaker."), ("B", "Ask around."), ("C", "Ask MLflow.")]
    )
    practice = composing.Cited(1, LENS, RETRAINING, Grade.MAIN).practice
    practice = type(practice)(**{**vars(practice), "steps": steps, "aws_steps": ()})

    assert [step.lead for step in fit("MLflow, no SageMaker").steps(practice)] == ["C", "B"]


def test_only_services_known_to_be_of_the_kind_are_named_and_said_to_be_only_comparable():
    said = fit("we use Vertex, not SageMaker").compared(RETRAINING)

    assert "Vertex AI Model Monitoring (comparable to SageMaker Model Monitor)" in said
    assert "by name only" in said
    assert fit("we use Jenkins, not SageMaker").compared(RETRAINING) == ""
    assert fit("we use SageMaker and Vertex").compared(RETRAINING).count("SageMaker") == 0


@pytest.mark.parametrize("practice", LENS.practices, ids=lambda each: each.id)
@pytest.mark.parametrize("note", ["we use SageMaker", "Vertex, not SageMaker", "AWS", "not on AWS at all"])
def test_no_step_is_invented_or_told_twice_whatever_the_stack(practice, note):
    found = fit(note).steps(practice)

    assert set(found) <= {*practice.steps, *practice.aws_steps}
    assert len(set(found)) == len(found) in (2, 3)


@pytest.mark.parametrize(("verdict", "told"), [(None, 1), (Verdict.AT_RISK, 1), (Verdict.ON_TRACK, 0)])
def test_an_answer_has_the_steps_and_the_comparison_where_it_says_what_to_do(verdict, told):
    cited = [Cited(1, LENS, RETRAINING, Grade.MAIN)]
    answer = composing.write(cited, Judgement(verdict), (), fit=fit("Vertex, not SageMaker"))

    assert answer.text.count("comparable to") == 2 * told
    assert bool([line for line in answer.lines if line.kind is LineKind.STEP]) == bool(told)
    assert answer.grounded


def test_a_language_model_is_shown_the_notes_whole():
    notes = "we use Vertex\n" + "word " * 90

    assert " ".join(prompting.lines(notes)) == " ".join(notes.split())
    assert all(len(line) <= prompting.MOST_LINE for line in prompting.lines(notes))
