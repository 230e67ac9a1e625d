"""Uploading files, in the three steps that slack-sdk takes and step by step."""

import urllib.error
import urllib.request

import pytest

from tests.playground.running import refusal


def put(url, content):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=content), timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as problem:
        return problem.code


@pytest.fixture
def announced(web):
    return web.files_getUploadURLExternal(filename="report.pdf", length=4)


def test_the_sdk_uploads_and_the_file_is_shared_with_a_comment(control, web, general):
    answer = web.files_upload_v2(
        content=b"%PDF", filename="report.pdf", title="Report", channel=general, initial_comment="Here it is"
    )
    message = control.messages("ana", "general")[0]

    assert (answer["files"][0]["id"], answer["file"]["title"]) == (answer["file"]["id"], "Report")
    assert (message["subtype"], message["text"]) == ("file_share", "Here it is")
    file = message["files"][0]
    assert (file["name"], file["title"], file["size"], file["mimetype"]) == (
        "report.pdf",
        "Report",
        4,
        "application/pdf",
    )
    with urllib.request.urlopen(file["url_private"], timeout=5) as fetched:
        assert fetched.read() == b"%PDF"


def test_several_files_go_into_one_message_in_a_thread(control, web, general):
    root = control.message("ana", "general", "report, please")["ts"]
    uploads = [{"content": "a", "filename": "a.txt"}, {"content": "bb", "filename": "b.csv"}]

    web.files_upload_v2(file_uploads=uploads, channel=general, thread_ts=root)

    reply = control.messages("ana", "general")[0]["replies"][0]
    assert [file["name"] for file in reply["files"]] == ["a.txt", "b.csv"]


def test_a_file_can_be_uploaded_without_being_shared(control, web):
    file = web.files_upload_v2(content="x", filename="x.txt")["file"]

    assert web.files_info(file=file["id"])["file"]["channels"] == []
    assert control.messages("ana", "general") == []


def test_as_many_bytes_as_announced_are_taken_and_once(announced):
    assert put(announced["upload_url"], b"12345") == 400
    assert put(announced["upload_url"], b"1234") == 200
    assert put(announced["upload_url"], b"1234") == 404


def test_a_file_without_bytes_cannot_be_completed(web, announced):
    files = [{"id": announced["file_id"], "title": "Report"}]

    assert refusal(web.files_completeUploadExternal, files=files) == "file_not_found"
    assert refusal(web.files_info, file=announced["file_id"]) == "file_not_found"
    put(announced["upload_url"], b"1234")
    assert web.files_completeUploadExternal(files=files)["files"][0]["title"] == "Report"
    assert refusal(web.files_completeUploadExternal, files=files) == "file_not_found"


def test_a_file_is_shared_only_where_the_app_is(control, web, announced):
    channel = control.act("create_channel", "ana", name="elsewhere")["channel"]
    put(announced["upload_url"], b"1234")
    files = [{"id": announced["file_id"]}]

    assert refusal(web.files_completeUploadExternal, files=files, channel_id=channel) == "not_in_channel"
    assert refusal(web.files_completeUploadExternal, files=[{"id": "F9", "size": 1}]) == "invalid_arguments"
    assert refusal(web.files_completeUploadExternal, files=[]) == "invalid_arguments"


def test_an_empty_file_is_refused(web):
    assert refusal(web.files_getUploadURLExternal, filename="x", length=0) == "invalid_arguments"


def test_the_retired_upload_is_unknown(web):
    assert refusal(web.api_call, "files.upload", params={"content": "x"}) == "unknown_method"
