"""Composed mails as vectors: the sum of those of their sentences, as long as one; and columns, each by its scale."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse import random as sparse

from watcher.learning.composing import Mail, drawn
from watcher.learning.mail_contexts import mail_matrix, scaled


def sentences(count: int = 30, features: int = 40) -> csr_matrix:
    return csr_matrix(sparse(count, features, 0.2, random_state=np.random.default_rng(1)), dtype=np.float32)


def test_a_mail_is_the_sum_of_its_sentences_made_to_length_one() -> None:
    matrix = sentences()
    mails = [Mail("other", "ordinary", one) for one in ((3, 7, 3), (29,), (7, 0, 12, 28))]
    found = mail_matrix(drawn(mails), matrix).toarray()
    for row, mail in zip(found, mails, strict=True):
        expected = sum(matrix[[at]].toarray()[0].astype(np.float64) for at in mail.sentences)
        assert np.allclose(row, expected / np.linalg.norm(expected), atol=1e-12)


def test_columns_are_scaled_in_their_order_and_the_matrix_stays_as_it_is() -> None:
    matrix, scale = sentences(), np.linspace(0, 3, 40)
    before, used = matrix.copy(), np.flatnonzero(scale > 0.5)
    backwards = csr_matrix((matrix.data[::-1], matrix.indices[::-1], [0, matrix.nnz]), (1, 40))
    found = scaled(matrix, used, scale)
    assert found.dtype == np.float32
    assert np.array_equal(found.toarray(), (matrix.toarray()[:, used] * scale[used]).astype(np.float32))
    assert (matrix != before).nnz == 0
    assert np.array_equal(
        scaled(backwards, used, scale).indices, np.sort(scaled(backwards, used, scale).indices)
    )
