"""The encoder's adapter: what is kept of a change, and that the built encoder holds it."""

import numpy as np

from bot.reading import adapter
from bot.reading.e5_weights import Weights, wheel_weights


def test_a_change_of_low_rank_is_kept_whole(tmp_path):
    rng = np.random.default_rng(1)
    matrix = (rng.normal(size=(12, 2)) @ rng.normal(size=(2, 8))).astype(np.float32)
    adapter.save({"l4.q.w": matrix, "l4.q.b": np.arange(3, dtype=np.float32)}, rank=2, path=tmp_path / "a.npz")
    found = adapter.load(tmp_path / "a.npz")
    assert set(found) == {"l4.q.w", "l4.q.b"} and found["l4.q.b"].tolist() == [0, 1, 2]
    assert np.allclose(found["l4.q.w"], matrix.reshape(-1), atol=0.1)


def test_a_lower_rank_keeps_the_largest_part():
    assert np.allclose(adapter.whole(*adapter.thin(np.diag([5.0, 1.0]), rank=1)), np.diag([5.0, 0.0]), atol=1e-2)


def test_without_a_file_nothing_changes(tmp_path):
    assert adapter.load(tmp_path / "none.npz") == {}


def test_changes_are_added_to_the_tensor_they_name():
    plain = Weights(wheel_weights()).tensor("l4.q.b")
    changed = Weights(wheel_weights(), {"l4.q.b": np.ones_like(plain)})
    assert np.allclose(changed.tensor("l4.q.b"), plain + 1) and np.array_equal(changed.tensor("l5.q.b"), Weights(wheel_weights()).tensor("l5.q.b"))


def test_the_committed_adapter_fits_the_wheel():
    weights, changes = Weights(wheel_weights()), adapter.load()
    assert changes and all(weights.tensor(name).shape == change.shape for name, change in changes.items())
