"""The correction networks, and the measures of their results."""
import torch
import torch.nn as nn
import torch.nn.functional as F

MIRRORED = [0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15, 18, 17, 20, 19, 22, 21, 24, 23, 26, 25, 28, 27, 30, 29,
            32, 31]
LIMBS = [11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28]
# The three joints of an angle, by name.
ANGLES = {"elbow": [(11, 13, 15), (12, 14, 16)], "knee": [(23, 25, 27), (24, 26, 28)],
          "hip": [(11, 23, 25), (12, 24, 26)], "shoulder": [(13, 11, 23), (14, 12, 24)]}


class CorrectionNetwork(nn.Module):
    """Features [B, T, 33, 6] to what is to be added to the joints in space [B, T, 33, 3], meters.

    With one tap it sees one frame; with three taps the first layer and each block see three frames, a block at its dilation,
    with the frames at the edges repeated. The last layer begins at zero.
    """

    def __init__(self, channels=192, taps=1, dilations=(1,), causal=False, dropout=0.1):
        super().__init__()
        self.taps, self.dilations, self.causal = taps, tuple(dilations), causal
        self.enter = nn.Conv1d(33 * 6, channels, taps)
        self.time = nn.ModuleList(nn.Conv1d(channels, channels, taps, dilation=d) for d in dilations)
        self.mix = nn.ModuleList(nn.Conv1d(channels, channels, 1) for _ in dilations)
        self.leave = nn.Conv1d(channels, 33 * 3, 1)
        self.dropout = nn.Dropout(dropout)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def edges(self, values, count):
        return F.pad(values, (count, 0) if self.causal else (count // 2, count // 2), mode="replicate") if count else values

    def forward(self, features):
        values = features.flatten(2).transpose(1, 2)
        values = F.relu(self.enter(self.edges(values, self.taps - 1)))
        for time, mix, dilation in zip(self.time, self.mix, self.dilations):
            inner = self.dropout(F.relu(time(self.edges(values, (self.taps - 1) * dilation))))
            values = values + self.dropout(F.relu(mix(inner)))
        return self.leave(values).transpose(1, 2).unflatten(2, (33, 3))

    def weights(self):
        """Returns the weights by the names of the network file."""
        result = {}
        for name, value in self.state_dict().items():
            parts = name.split(".")
            name = f"block{parts[1]}.{parts[0]}.{parts[2]}" if parts[0] in ("time", "mix") else name
            result[name] = value.float().numpy()
        return result


def corrected(features, correction):
    """Returns the joints in space with their correction, about the middle of the hips."""
    joints = features[..., 2:5] + correction
    return joints - joints[..., 23:25, :].mean(-2, keepdim=True)


def angles(joints, triples):
    """Returns angles at joints, radians. [..., angles]"""
    first, middle, last = (joints[..., [t[k] for t in triples], :] for k in range(3))
    u, v = F.normalize(first - middle, dim=-1), F.normalize(last - middle, dim=-1)
    return 2 * torch.atan2((u - v).norm(dim=-1), (u + v).norm(dim=-1) + 1e-6)


def aligned(joints, truth):
    """Returns joints [N, J, 3], each frame moved, turned and scaled onto the truth."""
    a, b = joints - joints.mean(1, keepdim=True), truth - truth.mean(1, keepdim=True)
    u, s, vt = torch.linalg.svd(torch.einsum("nji,njk->nik", a, b))
    sign = torch.sign(torch.linalg.det(u @ vt))
    u, s = u.clone(), s.clone()
    u[..., -1] *= sign[:, None]
    s[:, -1] *= sign
    scale = s.sum(1) / a.pow(2).sum((1, 2)).clamp(min=1e-9)
    return scale[:, None, None] * (a @ (u @ vt)) + truth.mean(1, keepdim=True)


def scores(joints, truth, found):
    """Returns the measures of a clip: PA-MPJPE and MPJPE, mm, root mean squares of angle errors, degrees, and the error of
    accelerations, mm per frame squared. `joints` and `truth` [T, 33, 3]."""
    a, b = joints[found][:, LIMBS].double(), truth[found][:, LIMBS].double()
    a, b = (x - x[:, [6, 7]].mean(1, keepdim=True) for x in (a, b))
    scale = (a * b).sum() / (a * a).sum()
    result = {"pa": 1000 * (aligned(a, b) - b).norm(dim=-1).mean().item(),
              "mpjpe": 1000 * (scale * a - b).norm(dim=-1).mean().item()}
    for name, triples in ANGLES.items():
        error = angles(joints[found], triples) - angles(truth[found], triples)
        result[name] = torch.rad2deg(error).pow(2).mean().sqrt().item()
    full_a, full_b = ((x - x[:, 23:25].mean(1, keepdim=True))[:, LIMBS] for x in (joints, truth))
    bend = (scale.float() * full_a - full_b).diff(n=2, dim=0)
    valid = found[2:] & found[1:-1] & found[:-2]
    if valid.any():
        result["acceleration"] = 1000 * bend[valid].norm(dim=-1).mean().item()
    return result
