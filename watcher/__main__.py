"""`python -m watcher` is `grace`."""

from watcher.cli import main

if __name__ == "__main__":
    main()
