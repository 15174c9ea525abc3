"""The tree of SciPy that finds the nearest points, without the rest of ``scipy.spatial``, which takes 15 MB more."""

import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import TYPE_CHECKING

import scipy

if TYPE_CHECKING:
    from scipy.spatial import cKDTree
else:
    _NAME = "scipy.spatial._ckdtree"
    _FOUND = PathFinder.find_spec(_NAME, [f"{scipy.__path__[0]}/spatial"])
    if _NAME not in sys.modules:
        sys.modules[_NAME] = module_from_spec(_FOUND)
        _FOUND.loader.exec_module(sys.modules[_NAME])
    cKDTree = sys.modules[_NAME].cKDTree  # noqa: N816 - its name

__all__ = ["cKDTree"]
