"""Where tests find what lies outside the package."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("KG_TEST_SHARED", ROOT.parent / "shared"))

if os.environ.get("CI") and not SHARED.is_dir():
    raise RuntimeError(f"CI needs the shared folder with gold documents and data; none at {SHARED}")

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared folder at {SHARED}: set KG_TEST_SHARED")
