#!/usr/bin/env python3
"""Times the Python reference libraries on pairs of texts, one core, CPU time; prints pairs per second.

usage: text_reference.py PAIRS.jsonl        fields "hypothesis" and "reference", as the JMH benchmarks read them
"""

import collections
import importlib.metadata
import json
import os
import re
import string
import sys
import time

os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
pairs = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
pairs = [(p["hypothesis"], p["reference"]) for p in pairs]


def rate(name, package, sample, score):
    data = pairs[:sample]
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        total = sum(score(h, r) for h, r in data)
        best = max(best, len(data) / (time.process_time() - start))
    version = package + " " + importlib.metadata.version(package) if package else "Python " + sys.version.split()[0]
    print(json.dumps({"metric": name, "reference": version, "pairs": len(data), "per_s": round(best, 1),
                      "mean": round(total / len(data), 9)}), flush=True)


def normalize(text):
    text = "".join(c for c in text.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", text).split()


def squad_f1(a, b):
    a, b = normalize(a), normalize(b)
    shared = sum((collections.Counter(a) & collections.Counter(b)).values())
    return 2 * shared / (len(a) + len(b)) if shared else 0.0


def uncached(metric):
    """A new tokenizer for each call would be unfair; an old result from its cache as well."""
    def score(h, r):
        tokenizer = getattr(metric, "tokenizer", None)
        if tokenizer is not None:
            for t in (tokenizer, getattr(tokenizer, "_post_tokenizer", None)):
                if t is not None:
                    type(t).__call__.cache_clear()
        return metric.sentence_score(h, [r]).score
    return score


from jiwer import wer
from rapidfuzz.distance import Levenshtein
from rouge_score import rouge_scorer
from sacrebleu.metrics import BLEU, CHRF, TER

rate("exactMatchTrimmed", None, 10**9, lambda h, r: h.strip() == r.strip())
rate("squadF1", None, 5000, squad_f1)
rate("sentenceBleu", "sacrebleu", 2000, uncached(BLEU(effective_order=True)))
rate("sentenceChrf", "sacrebleu", 1000, uncached(CHRF()))
rate("sentenceTer", "sacrebleu", 100, uncached(TER()))
for name, stem in (("rougeLPlain", False), ("rougeLStemmed", True)):
    scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=stem)
    rate(name, "rouge-score", 1000, lambda h, r: scorer.score(r, h)["rougeL"].fmeasure)
scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
rate("rouge12LStemmed", "rouge-score", 1000, lambda h, r: scorer.score(r, h)["rougeL"].fmeasure)
rate("levenshteinNormalizedSimilarity", "rapidfuzz", 10**9, Levenshtein.normalized_similarity)
rate("wordErrorRate", "jiwer", 2000, lambda h, r: wer(r, h))
