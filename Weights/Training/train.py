"""Trains a correction network on pairs, and writes its network file.

train.py PAIRS OUTPUT.safetensors [--sees frame|sequence|causal] [--steps N] [--seed N]

The run keeps OUTPUT.checkpoint beside its output and goes on from it. Held-out clips choose among the averaged weights at
regular steps; their measures are printed as a table.
"""
import argparse
import os

import torch
import torch.nn.functional as F

import network_file
import pairs
from model import ANGLES, MIRRORED, CorrectionNetwork, angles, corrected, scores

STEPS = {"frame": 8000, "sequence": 5000, "causal": 5000}
NETWORKS = {"frame": dict(taps=1, dilations=(1,)), "sequence": dict(taps=3, dilations=(1, 3, 9)),
            "causal": dict(taps=3, dilations=(1, 3, 9), causal=True)}
ANGLE_WEIGHT = 0.15
BATCH, WARM_UP, AVERAGING, LEARNING_RATE = 32, 150, 0.998, 2e-3

# Limbs count most, the face and the fingers least.
JOINT_WEIGHTS = torch.ones(33)
JOINT_WEIGHTS[:11] = 0.4
JOINT_WEIGHTS[17:23] = 0.4
JOINT_WEIGHTS[[11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28]] = 1.5
JOINT_WEIGHTS /= JOINT_WEIGHTS.mean()

BONES = [(11, 13), (13, 15), (12, 14), (14, 16), (23, 25), (25, 27), (24, 26), (26, 28), (27, 31), (28, 32), (11, 12),
         (23, 24), (11, 23), (12, 24)]


def augmented(features, truth):
    """Returns a batch with errors that differ from those of the tracker on rendered people."""
    batch, frames = features.shape[:2]
    features, truth = features.clone(), truth.clone()
    gauss = torch.randn

    mirrored = torch.rand(batch) < 0.5
    features[mirrored] = features[mirrored][:, :, MIRRORED]
    features[mirrored, :, :, 0] *= -1
    features[mirrored, :, :, 2] *= -1
    truth[mirrored] = truth[mirrored][:, :, MIRRORED]
    truth[mirrored, :, :, 0] *= -1

    # The camera is tilted a little, now and then by any angle.
    turn = torch.where(torch.rand(batch) < 0.85, gauss(batch) * 0.12, (torch.rand(batch) - 0.5) * 2 * torch.pi)
    cos, sin = turn.cos(), turn.sin()
    matrix = torch.stack([torch.stack([cos, -sin], -1), torch.stack([sin, cos], -1)], -2)

    def turned(points):
        return torch.einsum("bij,btkj->btki", matrix, points)

    features[..., 0:2], features[..., 2:4] = turned(features[..., 0:2]), turned(features[..., 2:4])
    truth[..., :2] = turned(truth[..., :2])

    # Joints are off by a constant of the clip, and by slow and fast noise.
    offset = gauss(batch, 1, 33, 2) * 0.012
    features[..., 0:2] += offset
    features[..., 2:4] += offset * 0.6 + gauss(batch, 1, 33, 2) * 0.008
    features[..., 4] += gauss(batch, 1, 33) * 0.02
    slow = F.interpolate(gauss(batch, 33 * 5, frames // 8 + 2), size=frames, mode="linear")
    slow = slow.reshape(batch, 33, 5, frames).permute(0, 3, 1, 2)
    features[..., :5] += slow * torch.tensor([0.008, 0.008, 0.01, 0.01, 0.022]) * torch.rand(batch, 1, 1, 1)
    fast = gauss(batch, frames, 33, 5) * torch.tensor([0.005, 0.005, 0.006, 0.006, 0.01])
    features[..., :5] += fast * torch.rand(batch, 1, 1, 1)

    # Depth is stretched and sheared, everything is scaled.
    features[..., 4] *= torch.exp(gauss(batch, 1, 1) * 0.08)
    features[..., 4] += gauss(batch, 1, 1) * 0.08 * features[..., 3]
    scale = torch.exp(gauss(batch, 1, 1, 1) * 0.07)
    features[..., :5] *= scale
    truth *= scale * torch.exp(gauss(batch, 1, 1, 1) * 0.02)
    features[..., 5] = (features[..., 5] + gauss(batch, 1, 33) * 0.03).clamp(0, 1)

    # Frames without a person.
    for clip in torch.nonzero(torch.rand(batch) < 0.15).flatten().tolist():
        count = int(torch.randint(2, 9, (1,)))
        first = int(torch.randint(1, frames - count, (1,)))
        features[clip, first:first + count] = features[clip, first - 1]
        features[clip, first:first + count, :, 5] = 0
    return features, truth


def loss(features, correction, truth):
    """Distance after one scale for the clip, a little of it unscaled, velocity, acceleration, directions of bones, angles."""
    joints = corrected(features, correction)
    truth = truth - truth[:, :, 23:25].mean(2, keepdim=True)
    weights = JOINT_WEIGHTS[:, None]
    scale = (joints * truth * weights).sum((1, 2, 3)) / ((joints * joints * weights).sum((1, 2, 3)) + 1e-6)
    error = joints * scale.clamp(0.5, 2)[:, None, None, None].detach() - truth
    distance = ((error.pow(2).sum(-1) + 1e-6).sqrt() * JOINT_WEIGHTS).mean()
    unscaled = ((joints - truth).pow(2).sum(-1) + 1e-6).sqrt().mean()
    velocity = (error.diff(dim=1).abs().sum(-1) * JOINT_WEIGHTS).mean()
    acceleration = ((joints - truth).diff(n=2, dim=1).abs().sum(-1) * JOINT_WEIGHTS).mean()
    parents, children = zip(*BONES)

    def directions(points):
        return F.normalize(points[:, :, children] - points[:, :, parents], dim=-1)

    bones = ((directions(joints) - directions(truth)).pow(2).sum(-1) + 1e-6).sqrt().mean()
    triples = [triple for group in ANGLES.values() for triple in group]
    bends = (angles(joints, triples) - angles(truth, triples)).abs().mean()
    total = distance + 0.15 * unscaled + 0.5 * velocity + 0.3 * acceleration + 0.06 * bones + ANGLE_WEIGHT * bends
    return total, distance


def evaluate(network, clips):
    """Returns the mean scores by level, for the raw landmarks and the corrected ones."""
    network.eval()
    sums = {}
    with torch.no_grad():
        for clip in clips:
            features, truth = torch.from_numpy(clip.features), torch.from_numpy(clip.target)
            found = torch.from_numpy(clip.found)
            for name, correction in (("raw", torch.zeros_like(truth)), ("corrected", network(features[None])[0])):
                for key, value in scores(corrected(features, correction), truth, found).items():
                    sums.setdefault((clip.level, name), {}).setdefault(key, []).append(value)
    return {key: {name: sum(v) / len(v) for name, v in group.items()} for key, group in sums.items()}


def table(results):
    for (level, name), group in sorted(results.items(), reverse=True):
        print(f"{level:9} {name:9}", "  ".join(f"{key} {value:.1f}" for key, value in group.items()), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs")
    parser.add_argument("output")
    parser.add_argument("--sees", choices=sorted(NETWORKS), default="frame")
    parser.add_argument("--channels", type=int, default=192)
    parser.add_argument("--steps", type=int, help="by default those of the networks of the package")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    arguments.steps = arguments.steps or STEPS[arguments.sees]
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)

    training, held_out = pairs.read(arguments.pairs, "train"), pairs.read(arguments.pairs, "held-out")
    features = torch.stack([torch.from_numpy(clip.features) for clip in training])
    truth = torch.stack([torch.from_numpy(clip.target) for clip in training])
    print(f"{len(training)} clips to train on, {len(held_out)} held out", flush=True)

    network = CorrectionNetwork(arguments.channels, **NETWORKS[arguments.sees])
    average = CorrectionNetwork(arguments.channels, **NETWORKS[arguments.sees])
    average.load_state_dict(network.state_dict())
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=1e-2)
    step, best, chosen = 0, float("inf"), None
    checkpoint = arguments.output + ".checkpoint"
    if os.path.exists(checkpoint):
        state = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        step, best, chosen = state["step"], state["best"], state["chosen"]

    def save():
        torch.save(dict(network=network.state_dict(), average=average.state_dict(), optimizer=optimizer.state_dict(),
                        random=torch.get_rng_state(), step=step, best=best, chosen=chosen), checkpoint + ".new")
        os.replace(checkpoint + ".new", checkpoint)

    interval, sum_of_distances = max(1, arguments.steps // 10), 0.0
    while step < arguments.steps:
        rate = LEARNING_RATE * min(1, (step + 1) / WARM_UP)
        rate *= 0.5 + 0.5 * torch.cos(torch.tensor(torch.pi * step / arguments.steps)).item()
        for group in optimizer.param_groups:
            group["lr"] = rate + 1e-5
        network.train()
        chosen_clips = torch.randint(0, len(features), (BATCH,))
        x, y = augmented(features[chosen_clips], truth[chosen_clips])
        value, distance = loss(x, network(x), y)
        optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        step += 1
        sum_of_distances += distance.item()
        with torch.no_grad():
            share = 1 - AVERAGING if step > 2 * WARM_UP else 1
            for name, value in network.state_dict().items():
                average.state_dict()[name].lerp_(value, share)
        if step % interval == 0 or step == arguments.steps:
            results = evaluate(average, held_out)
            mean = sum(r["pa"] for (_, name), r in results.items() if name == "corrected") / 2
            print(f"step {step}: training {1000 * sum_of_distances / interval:.1f} mm, held out {mean:.2f} mm", flush=True)
            sum_of_distances = 0.0
            if mean < best:
                best, chosen = mean, {name: value.clone() for name, value in average.state_dict().items()}
            save()

    average.load_state_dict(chosen)
    table(evaluate(average, held_out))
    frames = sum(len(clip.found) for clip in training) // 2
    network_file.write(
        arguments.output, average.weights(), average.dilations, average.causal,
        f"{frames} frames of rendered people, tracked at balanced and best; movements of the CMU Graphics Lab Motion Capture "
        f"Database and made ones; {arguments.steps} steps, seed {arguments.seed}")


if __name__ == "__main__":
    main()
