"""Writes the small images beside this file, and expected.json: what OpenCV's imread(IMREAD_COLOR) returns for each.

    pip install opencv-python-headless==4.11.0.86 pillow numpy
    apt-get install libjpeg-turbo-progs
    python make_images.py

All images are drawn here: two gradients under a mark that looks different after every rotation and reflection.
"""

import hashlib
import json
import struct
import subprocess
import zlib
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

FOLDER = Path(__file__).parent
WIDTH, HEIGHT = 45, 29


def drawing(width=WIDTH, height=HEIGHT, maximum=255):
    """Returns the image, [height, width, 3], 0 to maximum."""
    y, x = np.mgrid[:height, :width]
    red = x * maximum // max(width - 1, 1)
    green = y * maximum // max(height - 1, 1)
    blue = (x * y) * maximum // max((width - 1) * (height - 1), 1)
    picture = np.stack([red, green, blue], axis=-1)
    if width > 20 and height > 20:
        picture[4:22, 5:9] = maximum, maximum // 8, 0
        picture[4:8, 5:20] = 0, maximum, maximum // 3
        picture[12:15, 9:15] = maximum // 2, 0, maximum
    return picture


def grey(maximum=255):
    return drawing(maximum=maximum)[..., :2].sum(axis=-1) // 2


def opacity(maximum=255):
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return (x * 7 + y * 3) % (maximum + 1)


# PNG, written by hand: common encoders do not offer every depth, and none writes broken files.


def chunk(name, payload):
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def rows(samples, depth):
    """Returns the rows of [height, width, channels], each with a filter byte of 0 (none)."""
    result = b""
    for row in samples:
        flat = row.reshape(-1)
        if depth == 16:
            packed = flat.astype(">u2").tobytes()
        else:
            bits = (flat[:, None] >> np.arange(depth - 1, -1, -1)) & 1
            packed = np.packbits(bits.astype(np.uint8).reshape(-1)).tobytes()
        result += b"\0" + packed
    return result


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(name, samples, depth, color, before=b"", after=b"", interlaced=False, size=None):
    if samples.ndim == 2:
        samples = samples[..., None]
    height, width = samples.shape[:2]
    if interlaced:
        data = b"".join(rows(samples[y::dy, x::dx], depth) for x, y, dx, dy in ADAM7)
    else:
        data = rows(samples, depth)
    header = struct.pack(">IIBBBBB", *(size or (width, height)), depth, color, 0, 0, int(interlaced))
    (FOLDER / name).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(data, 9)) + after
        + chunk(b"IEND", b""))


GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6


def make_png():
    for depth in (1, 2, 4, 8, 16):
        png(f"grey_{depth}_bit.png", grey(2**depth - 1), depth, GREY)
    png("grey_1_bit_interlaced.png", grey(1), 1, GREY, interlaced=True)
    png("grey_transparent.png", grey(), 8, GREY, before=chunk(b"tRNS", struct.pack(">H", 100)))
    png("rgb_8_bit.png", drawing(), 8, RGB)
    png("rgb_16_bit.png", drawing(maximum=65535), 16, RGB)
    png("rgb_16_bit_interlaced.png", drawing(maximum=65535), 16, RGB, interlaced=True)
    png("rgb_interlaced.png", drawing(), 8, RGB, interlaced=True)
    png("rgb_transparent.png", drawing(), 8, RGB, before=chunk(b"tRNS", struct.pack(">HHH", 255, 31, 0)))
    png("rgb_gamma.png", drawing(), 8, RGB, before=chunk(b"gAMA", struct.pack(">I", 100000)))
    for depth in (8, 16):
        top = 2**depth - 1
        alpha = opacity(top)[..., None]
        png(f"grey_alpha_{depth}_bit.png", np.concatenate([grey(top)[..., None], alpha], -1), depth, GREY_ALPHA)
        png(f"rgb_alpha_{depth}_bit.png", np.concatenate([drawing(maximum=top), alpha], -1), depth, RGB_ALPHA)
    for depth in (1, 2, 4, 8):
        count = 2**depth
        colors = [((i * 83 + 20) % 256, (i * 151 + 90) % 256, (i * 29 + 7) % 256) for i in range(count)]
        palette = chunk(b"PLTE", bytes(sum(colors, ())))
        png(f"palette_{depth}_bit.png", grey(count - 1), depth, PALETTE, before=palette)
        transparent = palette + chunk(b"tRNS", bytes((i * 40) % 256 for i in range(count)))
        png(f"palette_{depth}_bit_transparent.png", grey(count - 1), depth, PALETTE, before=transparent)
    png("one_pixel.png", drawing(1, 1), 8, RGB)
    png("one_column.png", drawing(1, 5000), 8, RGB)
    png("exif_orientation_6.png", drawing(), 8, RGB, before=chunk(b"eXIf", exif(6)))
    png("exif_orientation_8_at_end.png", drawing(), 8, RGB, after=chunk(b"eXIf", exif(8, ">")))
    png("huge_header.png", drawing(), 8, RGB, size=(30000, 30000))
    png("too_little_data.png", drawing(), 8, RGB, size=(WIDTH, 2 * HEIGHT))
    png("no_palette.png", grey(15), 4, PALETTE)


# JPEG


def exif(orientation, order="<"):
    """Returns a TIFF header and one directory with the tag Orientation (0x0112, SHORT)."""
    mark = b"II" if order == "<" else b"MM"
    return mark + struct.pack(order + "HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def insert(jpeg, position, payload):
    return jpeg[:position] + payload + jpeg[position:]


def application1(payload):
    return b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload


def turned(picture, orientation):
    """Returns the image as stored by a camera that states this orientation."""
    if orientation >= 5:
        picture = picture.transpose(1, 0, 2)
    if orientation in (2, 3, 7, 8):
        picture = picture[:, ::-1]
    if orientation in (3, 4, 6, 7):
        picture = picture[::-1]
    return picture


def cmyk(name, inks, transform):
    """Saves inks inverted, as Adobe's programs do; Pillow inverts them itself."""
    Image.fromarray(255 - inks.astype(np.uint8), "CMYK").save(FOLDER / name, quality=95, subsampling=0)
    jpeg = bytearray((FOLDER / name).read_bytes())
    adobe = jpeg.index(b"Adobe")
    jpeg[adobe + 11] = transform
    (FOLDER / name).write_bytes(jpeg)


def make_jpeg():
    picture = Image.fromarray(drawing().astype(np.uint8))
    path = FOLDER / "rgb_444.jpg"
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        picture.save(FOLDER / f"rgb_{name}.jpg", quality=90, subsampling=subsampling)
    picture.save(FOLDER / "progressive.jpg", quality=90, progressive=True)
    picture.save(FOLDER / "adobe_rgb.jpg", quality=90, keep_rgb=True)
    picture.save(FOLDER / "restarts.jpg", quality=90, restart_marker_blocks=2)
    Image.fromarray(grey().astype(np.uint8)).save(FOLDER / "grey.jpg", quality=90)

    portable = FOLDER / "drawing.ppm"
    picture.save(portable)
    for name, options in (
        ("rgb_440", ["-sample", "1x2"]), ("rgb_411", ["-sample", "4x1"]), ("rgb_3x1", ["-sample", "3x1"]),
        ("arithmetic", ["-arithmetic"]),
    ):
        command = ["cjpeg", "-quality", "90", *options, "-outfile", FOLDER / f"{name}.jpg", portable]
        subprocess.run(command, check=True)
    portable.unlink()

    ycc = np.array(picture.convert("YCbCr"))
    black = 255 - opacity()[..., None] // 2
    cmyk("cmyk.jpg", np.concatenate([drawing(), black], -1), transform=0)
    cmyk("ycck.jpg", np.concatenate([ycc, black], -1), transform=2)

    for orientation in range(1, 9):
        stored = FOLDER / f"exif_orientation_{orientation}.jpg"
        block = b"Exif\0\0" + exif(orientation, "<>"[orientation % 2])
        Image.fromarray(np.ascontiguousarray(turned(drawing(), orientation)).astype(np.uint8)).save(
            stored, quality=90, subsampling=0, exif=block)

    plain = path.read_bytes()
    frame = plain.index(b"\xff\xc0")
    tables = plain.index(b"\xff\xc4")

    def variant(name, jpeg):
        (FOLDER / name).write_bytes(jpeg)

    def patched(offset, payload):
        return plain[:frame + offset] + payload + plain[frame + offset + len(payload):]

    variant("stray_bytes.jpg", insert(plain, tables, b"stray"))
    variant("bytes_after_end.jpg", plain + b"something else")
    variant("no_end.jpg", plain[:-2])
    variant("exif_broken.jpg", insert(plain, 2, application1(b"Exif\0\0" + exif(6)[:9])))
    variant("exif_orientation_9.jpg", insert(plain, 2, application1(b"Exif\0\0" + exif(9))))
    variant("huge_header.jpg", patched(5, struct.pack(">HH", 65500, 65500)))
    variant("12_bit.jpg", b"".join([patched(4, b"\x0c")[:frame], b"\xff\xc1", patched(4, b"\x0c")[frame + 2:]]))
    middle = plain.index(b"\xff\xda") + 400
    variant("data_missing.jpg", plain[:middle] + plain[-2:])


REFUSED = {
    "huge_header.png", "too_little_data.png", "no_palette.png", "no_end.jpg", "huge_header.jpg", "12_bit.jpg",
    "data_missing.jpg",
}


def main():
    for old in [*FOLDER.glob("*.png"), *FOLDER.glob("*.jpg")]:
        old.unlink()
    make_png()
    make_jpeg()
    expected = {}
    for path in sorted([*FOLDER.glob("*.png"), *FOLDER.glob("*.jpg")]):
        if path.name in REFUSED:
            continue
        rgb = cv2.imread(str(path), cv2.IMREAD_COLOR)[..., ::-1]
        expected[path.name] = {
            "width": rgb.shape[1],
            "height": rgb.shape[0],
            "sha256": hashlib.sha256(np.ascontiguousarray(rgb)).hexdigest(),
        }
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in expected.items()]
    (FOLDER / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
