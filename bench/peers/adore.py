"""One training step over mined negatives: the loss of ADORE (Zhan et al. 2021), clipping and AdamW, as PyTorch has them."""

import torch
import torch.nn.functional as F


def adore_loss(queries, documents, found, clicked, scale, cut):
    """LambdaRank's weights over the found documents; a clicked one that was not found stands behind them.

    queries [batch, hidden], found [batch, k] best first, clicked [batch]: rows of documents.
    """
    is_clicked = found == clicked[:, None]
    missed = ~is_clicked.any(1, keepdim=True)
    rows = torch.cat([found, clicked[:, None]], 1)  # [batch, k + 1]
    relevant = torch.cat([is_clicked, missed], 1)
    negative = F.pad(~is_clicked, (0, 1))
    scores = scale * (documents[rows].float() @ queries[:, :, None]).squeeze(2)
    rank = torch.arange(1, rows.shape[1] + 1, device=rows.device)
    gains = torch.where(rank <= cut, 1.0 / rank, 0.0)  # [k + 1]
    place = relevant.int().argmax(1, keepdim=True)
    weights = (gains[place] - gains).abs() * negative
    losses = weights * F.softplus(scores - scores.gather(1, place))
    return (losses.sum(1) / negative.sum(1)).mean()


class Trainer:
    """Steps of the query encoder; `search` gives the rows of the nearest documents, best first."""

    def __init__(self, encoder, documents, search, task, encode_twice):
        self.encoder = encoder
        self.documents = documents  # [documents, hidden], on the encoder's device
        self.search = search
        self.task = task
        self.encode_twice = encode_twice
        self.parameters = [parameter for parameter in encoder.parameters() if parameter.requires_grad]
        self.steps = 0
        self.optimizer = torch.optim.AdamW(
            self.parameters, lr=task["learningRate"], betas=(task["beta1"], task["beta2"]), eps=task["epsilon"],
            weight_decay=task["weightDecay"], fused=True)

    def step(self, texts, clicked):
        """The loss before the step."""
        device = self.documents.device
        batch = [tensor.to(device) for tensor in self.encoder.tokenize(texts)]
        if self.encode_twice:
            with torch.no_grad():
                found = self.search(self.encoder(*batch))
            queries = self.encoder(*batch)
        else:
            queries = self.encoder(*batch)
            found = self.search(queries.detach())
        clicked = torch.tensor(clicked, device=device)
        loss = adore_loss(queries, self.documents, found, clicked, self.task["scale"], self.task["cut"])
        self.optimizer.zero_grad()
        loss.backward()
        self.steps += 1
        warm = min(1.0, self.steps / max(1, self.task["warmupSteps"]))
        self.optimizer.param_groups[0]["lr"] = self.task["learningRate"] * warm
        torch.nn.utils.clip_grad_norm_(self.parameters, self.task["clipNorm"])
        self.optimizer.step()
        return loss.item()
