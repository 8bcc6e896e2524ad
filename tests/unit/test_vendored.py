"""What others wrote and we only carry along is byte for byte what HASHES.txt says."""

import hashlib

from bot.settings import ROOT

HASHES = ROOT / "desk" / "static" / "vendor" / "HASHES.txt"
FOLDERS = [HASHES.parent, ROOT / "tests" / "browser" / "vendor"]


def listed() -> dict[str, str]:
    """File to sha256, as the list has them."""
    lines = [line for line in HASHES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {line.split("  ")[0]: line.split("  ")[-1] for line in lines}


def test_every_vendored_file_is_as_published():
    for name, sha256 in listed().items():
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == sha256, f"{name} was changed"


def test_no_vendored_file_is_unlisted():
    found = {str(path.relative_to(ROOT)) for folder in FOLDERS for path in folder.iterdir() if path != HASHES}
    assert found == set(listed())
