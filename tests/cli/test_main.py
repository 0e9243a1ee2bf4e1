"""The program as a process: its output in any encoding, its end by Ctrl-C."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = "浙江É®²🀄新材料有限公司位于萧山区，生产隔膜。"
INTERRUPTED = """
import os, signal
from kg.cli import app, main
app.command("wait")(lambda: os.kill(os.getpid(), signal.SIGINT))
main()
"""


@pytest.mark.parametrize("encoding", ["latin-1", "gbk", "utf-8"])
@pytest.mark.parametrize("option", ["--json", "--text", "--fast"])
def test_what_an_encoding_lacks_is_escaped_as_in_json(tmp_path: Path, encoding: str, option: str) -> None:
    file = tmp_path / "通知É²🀄.txt"
    file.write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-c", "from kg.cli import main; main()", "extract", "--fast", option, str(file)]
    done = subprocess.run(command, capture_output=True, env=os.environ | {"PYTHONIOENCODING": encoding}, check=True)
    shown = done.stdout.decode(encoding)
    if option == "--json":
        assert json.loads(shown)["doc"] == file.name
    elif option == "--text":
        assert json.loads(f'"{shown}"') == TEXT
    else:
        assert json.loads(f'"{shown.splitlines()[0]}"') == file.as_posix()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to oneself there")
def test_an_interrupted_command_says_so() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED, "wait"], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr == "kg: interrupted; what was done stays, the same command again does the rest\n"
