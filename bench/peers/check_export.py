"""Holds the vectors of sentence-transformers against Remine's, on the same directory and the same texts.

    check_export.py compare DIR        DIR was written by `remine export --samples bench/peers/sample-texts.txt`
    check_export.py make DIR           writes a small random encoder as sentence-transformers does, for `remine import`:
                                       half precision, pooled by the first token, with E5's prompts

docs/encoders.md has the commands. Needs sentence-transformers, transformers and torch; nothing is downloaded.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
import torch
from sentence_transformers import SentenceTransformer, models

TOLERANCE = 1e-5


def compare(directory):
    lines = (directory / "remine-vectors.jsonl").read_text(encoding="utf-8").splitlines()
    samples = [json.loads(line) for line in lines]
    texts = [sample["text"] for sample in samples]
    model = SentenceTransformer(str(directory), device="cpu")
    print(f"{len(texts)} texts, at most {model.max_seq_length} tokens, prompts {model.prompts}")
    worst = 0.0
    for side, encode in (("query", model.encode_query), ("document", model.encode_document)):
        ours = np.array([sample[side] for sample in samples], dtype=np.float64)
        theirs = encode(texts, batch_size=16, convert_to_numpy=True).astype(np.float64)
        difference = float(np.abs(ours - theirs).max())
        print(f"{side}: vectors {theirs.shape}, largest difference of a number {difference:.2e}")
        worst = max(worst, difference)
    if worst > TOLERANCE:
        sys.exit(f"FAILED: {worst:.2e} is above {TOLERANCE}")
    print(f"agree within {TOLERANCE}")


def make(directory):
    from tokenizers import Tokenizer, models as pieces, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(7)
    words = (pathlib.Path(__file__).parent / "sample-texts.txt").read_text(encoding="utf-8").lower().split()
    letters = sorted({letter for word in words for letter in word})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *("##" + letter for letter in letters)]
    vocabulary += sorted({word for word in words if word.isalpha() and len(word) > 3} | {"query", "passage"})
    tokenizer = Tokenizer(pieces.WordPiece({token: i for i, token in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=48,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=96,
        max_position_embeddings=128,
        initializer_range=0.2,
    )
    plain = directory.with_name(directory.name + "-transformers")
    BertModel(config).half().save_pretrained(plain)
    fast.save_pretrained(plain)
    transformer = models.Transformer(str(plain), max_seq_length=100)
    pooling = models.Pooling(config.hidden_size, pooling_mode="cls")
    model = SentenceTransformer(
        modules=[transformer, pooling, models.Normalize()],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    )
    model.half().save_pretrained(str(directory))
    print(f"wrote {directory}: {config.num_hidden_layers} layers, half precision, CLS pooling, prompts {model.prompts}")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("compare", "make"):
        sys.exit(__doc__)
    {"compare": compare, "make": make}[sys.argv[1]](pathlib.Path(sys.argv[2]))
