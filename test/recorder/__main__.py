"""Runs the tests that need Python: `python test/recorder [REPORT.json]`. Only torch and numpy are needed; what else is missing is skipped."""

from __future__ import annotations

import json
import os
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True  # these folders are packaged
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"

folder = Path(__file__).resolve().parent
sys.path.insert(0, str(folder))
suite = unittest.defaultTestLoader.discover(str(folder), top_level_dir=str(folder))
result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, buffer=True).run(suite)
failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
passed = result.testsRun - failed - len(result.skipped)
for test, reason in result.skipped:
    print(f"skipped: {test} ({reason})")
if len(sys.argv) > 1:
    Path(sys.argv[1]).write_text(json.dumps({"passed": passed, "failed": failed, "skipped": len(result.skipped)}))
sys.exit(0 if failed == 0 and passed > 0 else 1)
