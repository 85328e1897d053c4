#!/usr/bin/env bash
# Builds the reference of the public API with DocC from the release build, one archive per module and a merged one, and
# fails on any warning.
set -euo pipefail
cd "$(dirname "$0")/.."

modules=(Poise PoiseGeometry PoiseBody PoiseBodyModel PoiseImaging PoiseMotion PoiseDrawing PoiseJSON PoiseVideoQuality PoiseEvaluation PoiseImageFiles PoiseImageFormats PoiseVideo PoiseMannequin PoiseInference)
build=.build/release
output=.build-docs
tools="$(dirname "$(readlink -f "$(command -v swift)")")"
docc="$(command -v docc || echo "$tools/docc")"
target="$(swift -print-target-info | sed -n 's/^ *"unversionedTriple": "\(.*\)",$/\1/p')"

swift build --quiet -c release
rm -rf "$output"
mkdir -p "$output/graphs"

maps=()
for map in Sources/C/*/module.modulemap "$build"/CPoise*.build/module.modulemap; do
    maps+=(-Xcc "-fmodule-map-file=$map")
done
archives=()
for module in "${modules[@]}"; do
    graph="$output/graphs/$module"
    archive="$output/$module.doccarchive"
    mkdir "$graph"
    swift symbolgraph-extract -module-name "$module" -I "$build/Modules" "${maps[@]}" -target "$target" \
        -minimum-access-level public -skip-synthesized-members -output-dir "$graph"
    # The catalog of articles, where the module has one; only the folder of `Poise` has the name of its module.
    catalog=()
    for folder in "Sources/$module"/*.docc "Sources/${module#Poise}"/*.docc; do
        if [ -d "$folder" ]; then catalog=("$folder"); fi
    done
    "$docc" convert "${catalog[@]}" --warnings-as-errors --fallback-display-name "$module" \
        --fallback-bundle-identifier "poise.$module" --additional-symbol-graph-dir "$graph" --output-dir "$archive"
    archives+=("$archive")
done
"$docc" merge "${archives[@]}" --synthesized-landing-page-name Poise --synthesized-landing-page-kind Package \
    --output-path "$output/reference.doccarchive"
echo "The reference is $output/reference.doccarchive, a folder for any web server."
