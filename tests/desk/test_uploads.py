"""Files are judged by what they hold, capped before they are read, and kept so that nothing in them runs."""

import struct
import tracemalloc
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image
from rows import rows

from desk import files, tables
from desk.api.uploads import MOST


def picture(form="PNG", size=(8, 8)) -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, "red").save(kept, form)
    return kept.getvalue()


ONE_DATABASE = pytest.mark.parametrize("address", ["sqlite"], indirect=True)  # refused before the database is asked
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 pixels wide and high: 10 GB once it is unpacked."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + _chunk(b"IEND", b"")


def zipped() -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 1_000_000)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "type"),
    [(picture(form), f"image/{form.lower()}") for form in ("PNG", "JPEG", "WEBP", "GIF")] + [(PDF, "application/pdf")],
    ids=("png", "jpeg", "webp", "gif", "pdf"),
)
def test_pictures_and_pdf_are_kept(visitor, told, content, type):
    answer = visitor.send(content, "kuva ä.bin")
    assert answer.status_code == 201
    shown = told(visitor.conversation, author="customer")[0]["file"]
    assert shown == {"id": answer.json()["file"], "name": "kuva ä.bin", "type": type, "size": len(content)}
    back = visitor.get(f"/files/{shown['id']}")
    assert back.content == content and back.headers["content-type"] == type and back.headers["x-content-type-options"] == "nosniff"
    assert back.headers["content-disposition"].startswith("inline" if type.startswith("image/") else "attachment")
    assert "script-src 'self'" in back.headers["content-security-policy"] and "default-src 'none'" in back.headers["content-security-policy"]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "photo.png"), (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "photo.svg"),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "photo.png"), (b"GIF89a/*<svg/onload=alert(1)>*/=1;", "photo.gif"),
        (zipped(), "photo.png"), (zipped(), "paper.pdf"), (PDF[:-7], "paper.pdf"), (b"%PDF-1.4", "paper.pdf"), (bomb(), "photo.png"),
        (picture()[:-20], "photo.png"), (picture("JPEG")[:40], "photo.jpg"), (b"", "photo.png"), (b"MZ\x90\0", "paper.pdf"), (b"\0" * 64, "a"),
    ],
    ids=("script", "svg", "png with script", "gif with svg", "zip as png", "zip as pdf", "pdf cut", "pdf head", "bomb", "png cut", "jpeg cut", "empty", "exe", "zeros"),
)  # fmt: skip
def test_others_are_refused_with_one_sentence_and_leave_nothing(visitor, desk, content, name):
    tracemalloc.start()
    answer = visitor.send(content, name)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 415 and answer.json()["error"].endswith(".")
    assert most < 20_000_000
    assert not desk.settings.files.exists() or not list(desk.settings.files.iterdir())


def test_ten_megabytes_and_no_more(visitor, desk):
    most = picture() + b"\0" * (MOST - len(picture()))
    assert visitor.send(most).status_code == 201
    refused = visitor.send(most + b"\0")
    assert refused.status_code == 413 and str(MOST) in refused.json()["error"]
    assert len(list(desk.settings.files.iterdir())) == 1


def test_a_body_without_a_length_is_capped_as_it_comes(visitor):
    def endless():
        for _ in range(200):
            yield b"\0" * 100_000

    answer = visitor.client.post(visitor.at + "/files?client_id=12345678", content=endless(), headers=visitor.headers)
    assert answer.status_code == 413


def test_a_resend_keeps_one_file(visitor, desk, database):
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: visitor.send(picture(), client_id="the-same-one"), range(12)))
    assert sorted(each.status_code for each in answers) == [200] * 11 + [201]
    assert len({(each.json()["event"], each.json()["file"]) for each in answers}) == 1
    assert [path.name for path in desk.settings.files.iterdir()] == [answers[0].json()["file"]]
    assert len(rows(database, tables.files)) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\x.png", "", "a\r\nSet-Cookie: x=1", "\x00", "é" * 300, "</script>.png"])
def test_a_name_leads_nowhere(visitor, desk, told, name):
    answer = visitor.send(picture(), name)
    assert answer.status_code == 201
    shown = told(visitor.conversation, author="customer")[0]["file"]["name"]
    assert shown and not set("/\\\r\n\0") & set(shown) and len(shown) <= 120
    back = visitor.get(f"/files/{answer.json()['file']}")
    assert back.status_code == 200 and "set-cookie" not in back.headers


@ONE_DATABASE
@pytest.mark.parametrize("client_id", ["", "short", "x" * 65, "with space", "nul%00nul", "é" * 10])
def test_a_client_id_is_needed(visitor, client_id):
    answer = visitor.client.post(f"{visitor.at}/files?client_id={client_id}", content=picture(), headers=visitor.headers)
    assert answer.status_code == 422 and "client_id" in answer.json()["error"]


def test_a_file_of_another_conversation_is_not_shown(visit, visitor):
    other = visit()
    file = other.send(picture()).json()["file"]
    assert visitor.get(f"/files/{file}").status_code == 404
    assert other.get("/files/" + "f" * 32).status_code == 404 and other.get("/files/..").status_code == 404


def test_a_full_disk_is_told_and_nothing_is_kept(visitor, desk, database, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    answer = visitor.send(picture())
    assert answer.status_code == 503 and "Nothing was taken on" in answer.json()["error"] and answer.headers["retry-after"]
    assert not list(desk.settings.files.iterdir()) and not rows(database, tables.files)


def test_a_database_that_fails_leaves_no_file(visitor, desk, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def gone(*_):
        raise OperationalError("", {}, Exception("gone"))

    monkeypatch.setattr(files, "record", gone)
    assert visitor.send(picture()).status_code == 503
    assert not list(desk.settings.files.iterdir())
