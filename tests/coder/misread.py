"""Writes `spec/misread.txt` anew: run it after training, and read what has changed."""

from tests.coder.spec import HERE, misread

if __name__ == "__main__":
    (HERE / "misread.txt").write_text("".join(f"{title}\n" for title in misread()), encoding="utf-8")
