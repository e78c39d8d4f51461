"""What the operating system says of a file is said in German."""

import errno
import os

import pytest

from bot.why import why


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EISDIR, errno.EACCES, errno.ENOSPC, errno.EROFS])
def test_what_can_happen_to_a_path_is_said_in_german(number):
    said = why(OSError(number, os.strerror(number)))
    assert said != os.strerror(number)
    assert not said.endswith(".")


def test_what_has_no_words_stays_as_the_system_says_it():
    assert why(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert why(OSError("nur ein Satz")) == "nur ein Satz"
