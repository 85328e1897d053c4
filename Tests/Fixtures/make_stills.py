#!/usr/bin/env python3
"""Writes Tests/Fixtures/stills: one rendered image in the formats that ImageFormats reads.

    make_stills.py POISE FOLDER

POISE is the built command, which renders the person. Its proportions are the ones by eye, the only ones when the files
were made, so that the image is made again to the byte. The encoders are the ones of Debian 12: webp, libheif-examples,
libavif-bin, libopenjp2-tools, imagemagick and libimage-exiftool-perl.
"""

import struct
import subprocess
import sys
from pathlib import Path

poise, folder = sys.argv[1], Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
work = folder / "work"
work.mkdir(exist_ok=True)


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


def out(name):
    return folder / name


def convert(source, *options):
    run("convert", source, *options)


person = folder / "person.png"
run(
    poise, "mannequin", person, "--proportions", "by-eye", "--preset", "lunge", "--yaw", 60, "--distance", 2, "--size",
    "128x160", "--plain")

# Images that are upright after a quarter turn to the right (EXIF 6) and to the left (8).
left, right = work / "left.png", work / "right.png"
convert(person, "-rotate", "-90", left)
convert(person, "-rotate", "90", right)
faded, deep, gray = work / "faded.png", work / "deep.png", work / "gray.png"
convert(person, "-alpha", "set", "-channel", "A", "-evaluate", "set", "40%", f"png32:{faded}")
convert(person, "-depth", "16", f"png48:{deep}")
convert(person, "-colorspace", "Gray", f"png:{gray}")
mirrored = work / "mirrored.png"
convert(person, "-flop", mirrored)

# WebP
run("cwebp", "-quiet", "-lossless", "-z", 9, person, "-o", out("lossless.webp"))
run("cwebp", "-quiet", "-q", 80, person, "-o", out("lossy.webp"))
run("cwebp", "-quiet", "-q", 80, faded, "-o", out("opacity.webp"))
run("cwebp", "-quiet", "-q", 80, left, "-o", out("turned.webp"))
run("exiftool", "-q", "-overwrite_original", "-n", "-Orientation=6", out("turned.webp"))
run("img2webp", "-loop", 0, "-lossy", "-q", 80, person, mirrored, "-o", out("animated.webp"))

# HEIC
run("heif-enc", "-q", 80, person, "-o", out("plain.heic"))
run("heif-enc", "-q", 80, "-b", 10, deep, "-o", out("ten-bits.heic"))
run("heif-enc", "-q", 80, faded, "-o", out("opacity.heic"))

# AVIF
run("avifenc", "-s", 4, "--min", 10, "--max", 20, person, out("plain.avif"))
run("avifenc", "-s", 4, "--min", 10, "--max", 20, "-d", 10, deep, out("ten-bits.avif"))
run("avifenc", "-s", 4, "--min", 10, "--max", 20, faded, out("opacity.avif"))
run("avifenc", "-s", 4, "--min", 10, "--max", 20, "--irot", 1, right, out("turned.avif"))
run("avifenc", "-s", 4, "--min", 10, "--max", 20, "--imir", 1, mirrored, out("mirrored.avif"))
run("avifenc", "-s", 4, "--min", 10, "--max", 20, "--grid", "2x2", person, out("grid.avif"))

# TIFF
convert(person, "-compress", "LZW", out("lzw.tiff"))
convert(person, "-compress", "Zip", "-define", "tiff:tile-geometry=64x64", out("tiles.tiff"))
convert(deep, "-depth", "16", "-compress", "Zip", out("sixteen-bits.tiff"))
convert(person, "-colorspace", "CMYK", "-compress", "Zip", out("cmyk.tiff"))
convert(person, "-colors", "64", "+dither", "-type", "Palette", "-compress", "LZW", out("palette.tiff"))
convert(person, "-compress", "JPEG", "-quality", "85", out("jpeg.tiff"))
convert(gray, "-compress", "LZW", out("gray.tiff"))
convert(faded, "-compress", "Zip", out("opacity.tiff"))
convert(person, "-compress", "Zip", "-endian", "MSB", out("big-endian.tiff"))
convert(left, "-compress", "Zip", out("turned.tiff"))
run("exiftool", "-q", "-overwrite_original", "-n", "-Orientation=6", out("turned.tiff"))
convert(mirrored, "-compress", "Zip", out("mirrored.tiff"))
run("exiftool", "-q", "-overwrite_original", "-n", "-Orientation=2", out("mirrored.tiff"))
convert(mirrored, "-resize", "25%", work / "thumbnail.tiff")
run("exiftool", "-q", "-overwrite_original", "-n", "-SubfileType=1", work / "thumbnail.tiff")
run("tiffcp", "-c", "zip", work / "thumbnail.tiff", out("lzw.tiff"), out("thumbnail-first.tiff"))

# BMP
convert(person, "-type", "TrueColor", f"bmp3:{out('plain.bmp')}")
convert(person, "-colors", "64", "+dither", "-type", "Palette", "-compress", "RLE", f"bmp3:{out('palette.bmp')}")
convert(faded, f"bmp:{out('opacity.bmp')}")

# GIF
convert(person, "-colors", "128", "+dither", out("plain.gif"))
convert("-delay", "10", person, mirrored, "-colors", "128", "+dither", out("animated.gif"))

# JPEG 2000, from files without the gamma that opj_compress would apply
color, deeper, grayer = work / "person.ppm", work / "deep.ppm", work / "gray.pgm"
convert(person, "-depth", "8", color)
convert(deep, "-depth", "16", deeper)
convert(gray, "-depth", "8", grayer)
run("opj_compress", "-i", color, "-o", out("lossless.jp2"))
run("opj_compress", "-i", color, "-o", out("lossy.jp2"), "-r", 8)
run("opj_compress", "-i", color, "-o", out("codestream.j2k"))
run("opj_compress", "-i", deeper, "-o", out("sixteen-bits.jp2"))
run("opj_compress", "-i", grayer, "-o", out("gray.jp2"))


# A HEIC as phones write it: a rotated grid of tiles. The tiles come from two files of the encoder.
def boxes(data, start=0):
    while start + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[start : start + 8])
        yield kind.decode(), data[start + 8 : start + size]
        start += size


def box(kind, *content):
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind.encode()) + body


def full(kind, version, flags, *content):
    return box(kind, struct.pack(">I", version << 24 | flags), *content)


def tile(path):
    data = path.read_bytes()
    top = dict(boxes(data))
    meta = dict(boxes(top["meta"], 4))
    properties = dict(boxes(dict(boxes(meta["iprp"]))["ipco"]))
    return properties["hvcC"], top["mdat"]


def grid(tiles, size, tile_size, turn):
    width, height = size
    columns, rows = width // tile_size[0], height // tile_size[1]
    description = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, width, height)
    count = len(tiles)
    last = count + 1
    ftyp = box("ftyp", b"mif1", struct.pack(">I", 0), b"mif1heic")
    infos = [full("infe", 2, 1, struct.pack(">HH4s", i + 1, 0, b"hvc1"), b"\0") for i in range(count)]
    infos.append(full("infe", 2, 0, struct.pack(">HH4s", last, 0, b"grid"), b"\0"))
    ipco = box(
        "ipco", box("hvcC", tiles[0][0]), full("ispe", 0, 0, struct.pack(">II", *tile_size)),
        full("ispe", 0, 0, struct.pack(">II", width, height)), box("irot", struct.pack("B", turn)))
    ipma = full("ipma", 0, 0, struct.pack(">I", last), *[
        struct.pack(">HBBB", i + 1, 2, 0x81, 2) for i in range(count)], struct.pack(">HBBB", last, 2, 3, 0x84))

    def meta(offsets):
        iloc = full("iloc", 0, 0, struct.pack(">BBH", 0x44, 0, last), *[
            struct.pack(">HHHII", i + 1, 0, 1, offset, length) for i, (offset, length) in enumerate(offsets)])
        return full(
            "meta", 0, 0, full("hdlr", 0, 0, struct.pack(">I4s12xB", 0, b"pict", 0)),
            full("pitm", 0, 0, struct.pack(">H", last)), iloc,
            full("iinf", 0, 0, struct.pack(">H", last), *infos), box("iprp", ipco, ipma),
            full("iref", 0, 0, box("dimg", struct.pack(">HH", last, count), *[
                struct.pack(">H", i + 1) for i in range(count)])))

    parts = [data for _, data in tiles] + [description]
    offset = len(ftyp) + len(meta([(0, 0)] * last)) + 8
    offsets = []
    for part in parts:
        offsets.append((offset, len(part)))
        offset += len(part)
    return ftyp + meta(offsets) + box("mdat", *parts)


halves = []
for index in range(2):
    half = work / f"half{index}.png"
    # `right` is 160 x 128: two tiles of 80 x 128, side by side.
    convert(right, "-crop", f"80x128+{80 * index}+0", "+repage", half)
    run("heif-enc", "-q", 80, half, "-o", work / f"half{index}.heic")
    halves.append(tile(work / f"half{index}.heic"))
out("grid.heic").write_bytes(grid(halves, (160, 128), (80, 128), 1))

for file in work.iterdir():
    file.unlink()
work.rmdir()
