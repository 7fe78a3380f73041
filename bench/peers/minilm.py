"""MiniLM by hand, as a good engineer writes it: one product for query, key and value, fused attention, one padded batch."""

from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer


class Layer(nn.Module):
    def __init__(self, hidden, heads, intermediate, epsilon):
        super().__init__()
        self.heads = heads
        self.query_key_value = nn.Linear(hidden, 3 * hidden)
        self.attention_output = nn.Linear(hidden, hidden)
        self.attention_norm = nn.LayerNorm(hidden, eps=epsilon)
        self.intermediate = nn.Linear(hidden, intermediate)
        self.output = nn.Linear(intermediate, hidden)
        self.output_norm = nn.LayerNorm(hidden, eps=epsilon)

    def forward(self, states, mask):  # [batch, tokens, hidden]
        batch, tokens, hidden = states.shape
        split = self.query_key_value(states).view(batch, tokens, 3, self.heads, hidden // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)  # each [batch, heads, tokens, hidden / heads]
        attended = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(batch, tokens, hidden)
        states = self.attention_norm(states + self.attention_output(attended))
        return self.output_norm(states + self.output(F.gelu(self.intermediate(states))))

    def load(self, weights, prefix):
        parts = [f"{prefix}attention.self.{part}" for part in ("query", "key", "value")]
        copy(self.query_key_value, torch.cat([weights[f"{part}.weight"] for part in parts]),
             torch.cat([weights[f"{part}.bias"] for part in parts]))
        for module, name in ((self.attention_output, "attention.output.dense"),
                             (self.attention_norm, "attention.output.LayerNorm"),
                             (self.intermediate, "intermediate.dense"),
                             (self.output, "output.dense"),
                             (self.output_norm, "output.LayerNorm")):
            copy(module, weights[f"{prefix}{name}.weight"], weights[f"{prefix}{name}.bias"])


class MiniLm(nn.Module):
    """Unit vectors by the mean over tokens. The embeddings do not train, all layers do."""

    def __init__(self, task: dict, directory: Path):
        super().__init__()
        weights = load_file(directory / "encoder.safetensors")
        for name in ("word", "position"):
            self.register_buffer(name, weights[f"embeddings.{name}_embeddings.weight"])
        self.position += weights["embeddings.token_type_embeddings.weight"][0]
        self.norm = nn.LayerNorm(task["hidden"], eps=task["layerNormEpsilon"]).requires_grad_(False)
        copy(self.norm, weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"])
        self.layers = nn.ModuleList(
            Layer(task["hidden"], task["heads"], task["intermediate"], task["layerNormEpsilon"])
            for _ in range(task["layers"]))
        for number, layer in enumerate(self.layers):
            layer.load(weights, f"encoder.layer.{number}.")
        self.tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self.tokenizer.enable_truncation(task["maxTokens"])
        self.tokenizer.enable_padding()

    def tokenize(self, texts):
        """Ids and where they are text rather than padding, both [batch, longest]."""
        encodings = self.tokenizer.encode_batch(texts)
        return (torch.tensor([encoding.ids for encoding in encodings]),
                torch.tensor([encoding.attention_mask for encoding in encodings], dtype=torch.bool))

    def forward(self, ids, real):  # [batch, hidden]
        states = self.norm(self.word[ids] + self.position[:ids.shape[1]])
        mask = None if real.all() else real[:, None, None, :]
        for layer in self.layers:
            states = layer(states, mask)
        weights = real / real.sum(1, keepdim=True)
        return F.normalize((weights[:, None, :] @ states).squeeze(1), dim=1)


def copy(module, weight, bias):
    with torch.no_grad():
        module.weight.copy_(weight)
        module.bias.copy_(bias)
