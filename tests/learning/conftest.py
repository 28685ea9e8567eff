"""What the shipped model was learned from, and the model."""

import pytest

from watcher.learning.corpus import Corpus, read
from watcher.learning.training import BASE_MODEL, CORPUS
from watcher.reading.model import Model, load


@pytest.fixture(scope="session")
def model() -> Model:
    return load(BASE_MODEL)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return read(CORPUS)
