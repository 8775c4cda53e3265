#!/usr/bin/env python3
"""The Python side of LabelBenchmark: rows or documents a CPU second on one core, the best of three rounds, one JSON line each.

Needs: pip install scikit-learn==1.9.1 scipy==1.17.1 jsonschema==4.26.0 fastjsonschema==2.22.3 jsonschema-rs==0.61.0
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import importlib.metadata
import json
import time

import fastjsonschema
import jsonschema
import jsonschema_rs
import numpy as np
from scipy.stats import kendalltau
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

ROWS = 1_000_000
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["name", "age", "tags", "address"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "age": {"type": "integer", "minimum": 0, "maximum": 150},
        "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}, "maxItems": 10},
        "address": {
            "type": "object",
            "required": ["city"],
            "properties": {"city": {"type": "string"}, "zip": {"type": "string", "pattern": "^[0-9]{5}$"}},
        },
    },
}


def report(name, package, count, run):
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        run()
        best = max(best, count / (time.process_time() - start))
    version = importlib.metadata.version(package)
    print(json.dumps({"metric": name, "package": f"{package} {version}", "per_s": round(best)}), flush=True)


def accepts(validate, document):
    try:
        validate(document)
        return 1
    except fastjsonschema.JsonSchemaException:
        return 0


def main():
    documents = [
        json.dumps({"name": f"n{i}", "age": i % 160, "tags": ["red", "blue", "x" if i % 7 else "X9"],
                    "address": {"city": "Oslo", "zip": "%05d" % i}})
        for i in range(10_000)
    ]
    plain = jsonschema.Draft202012Validator(SCHEMA)
    compiled = fastjsonschema.compile({k: v for k, v in SCHEMA.items() if k != "$schema"})
    native = jsonschema_rs.validator_for(SCHEMA)
    report("jsonSchemaParseAndValidate", "jsonschema", len(documents),
           lambda: sum(plain.is_valid(json.loads(d)) for d in documents))
    report("jsonSchemaParseAndValidate", "fastjsonschema", len(documents),
           lambda: sum(accepts(compiled, json.loads(d)) for d in documents))
    report("jsonSchemaParseAndValidate", "jsonschema_rs", len(documents),
           lambda: sum(native.is_valid(json.loads(d)) for d in documents))

    random = np.random.default_rng(1)
    truth = random.integers(0, 2, ROWS)
    score = np.clip(truth * 0.3 + random.random(ROWS) * 0.7, 0, 1)
    label, answered, other = random.integers(0, 5, ROWS), random.integers(0, 5, ROWS), random.random(ROWS)
    report("rocAuc", "scikit-learn", ROWS, lambda: roc_auc_score(truth, score))
    report("averagePrecision", "scikit-learn", ROWS, lambda: average_precision_score(truth, score))
    report("macroF1OfFiveClasses", "scikit-learn", ROWS, lambda: f1_score(label, answered, average="macro"))
    report("kendall", "scipy", ROWS, lambda: kendalltau(score, other))


if __name__ == "__main__":
    main()
