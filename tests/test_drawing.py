"""The picture of the rooms in CONTRIBUTING.md."""

from drawing import PAGE, drawn


def test_the_rooms_are_drawn_as_they_are(request):
    """Whoever reads the picture sees the program of today."""
    page = PAGE.read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        PAGE.write_text(drawn(page), encoding="utf-8", newline="\n")

    assert PAGE.read_text(encoding="utf-8") == drawn(page)
