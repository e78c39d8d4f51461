"""Makes what lies beside the tests importable: tests are files, not packages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
