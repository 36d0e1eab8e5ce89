"""A linear model over word and character n-grams: trains in seconds, answers in under a millisecond, survives typos."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

_WORDS = {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\w+", "sublinear_tf": True}
_CHARS = {"analyzer": "char_wb", "ngram_range": (2, 4), "sublinear_tf": True}


@dataclass(frozen=True)
class TextModel:
    """Labels with one column of weights each over TF-IDF features."""

    labels: tuple[str, ...]
    vectorizers: tuple[TfidfVectorizer, ...]
    weights: np.ndarray[Any, Any]
    bias: np.ndarray[Any, Any]

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every label with its share of confidence, the most likely first. The shares add up to 1."""
        features = _features(self.vectorizers, [text])
        # A message has a few dozen of the features: their rows are all that is needed of the weights.
        scores = features.data @ self.weights[features.indices] + self.bias
        shares = 1.0 / (1.0 + np.exp(-scores))
        shares /= shares.sum()
        return [(self.labels[i], float(shares[i])) for i in np.argsort(-shares, kind="stable")]

    def save(self, folder: Path) -> None:
        """As JSON and npz: no pickle, so loading a model can't run code."""
        vocabularies = [{word: int(i) for word, i in v.vocabulary_.items()} for v in self.vectorizers]
        document = {"labels": self.labels, "vocabularies": vocabularies}
        (folder / "model.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        idfs = {f"idf{i}": v.idf_ for i, v in enumerate(self.vectorizers)}
        np.savez_compressed(folder / "model.npz", weights=self.weights, bias=self.bias, **idfs)

    @classmethod
    def load(cls, folder: Path) -> "TextModel":
        document = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        arrays = np.load(folder / "model.npz")
        vectorizers = tuple(
            _restored(options, vocabulary, arrays[f"idf{i}"])
            for i, (options, vocabulary) in enumerate(zip((_WORDS, _CHARS), document["vocabularies"], strict=True))
        )
        return cls(tuple(document["labels"]), vectorizers, arrays["weights"], arrays["bias"])


def fit(texts: Sequence[str], labels: Sequence[str]) -> TextModel:
    """Train on texts with a label each; the same data gives the same model."""
    vectorizers = (TfidfVectorizer(**_WORDS), TfidfVectorizer(**_CHARS))
    features = sparse.hstack([v.fit_transform([_clean(t) for t in texts]) for v in vectorizers]).tocsr()
    one_vs_rest = OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear", random_state=0))
    one_vs_rest.fit(features, list(labels))
    weights = np.column_stack([e.coef_[0] for e in one_vs_rest.estimators_]).astype(np.float32)
    bias = np.array([e.intercept_[0] for e in one_vs_rest.estimators_], dtype=np.float32)
    return TextModel(tuple(map(str, one_vs_rest.classes_)), vectorizers, weights, bias)


def _restored(options: dict[str, Any], vocabulary: dict[str, int], idf: np.ndarray[Any, Any]) -> TfidfVectorizer:
    vectorizer = TfidfVectorizer(vocabulary=vocabulary, **options)
    vectorizer.idf_ = idf
    return vectorizer


def _features(vectorizers: Sequence[TfidfVectorizer], texts: Sequence[str]) -> Any:
    cleaned = [_clean(t) for t in texts]
    return sparse.hstack([v.transform(cleaned) for v in vectorizers]).tocsr()


def _clean(text: str) -> str:
    return " ".join(text.casefold().split())
