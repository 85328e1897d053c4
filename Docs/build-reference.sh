#!/usr/bin/env bash
# Builds the reference of the public API with DocC, one archive a module, and fails on any warning.
set -euo pipefail
cd "$(dirname "$0")/.."

modules=(Imaging Landmarks Inference BlazePose Outputs Media Mannequin)
graphs=.build-docs/graphs
output=.build-docs/reference
rm -rf "$graphs" "$output"
mkdir -p "$graphs" "$output"

for module in "${modules[@]}"; do
    swift build --quiet -c release --scratch-path .build-docs/build --target "$module" \
        -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$PWD/$graphs" \
        -Xswiftc -symbol-graph-minimum-access-level -Xswiftc public
done

docc="$(dirname "$(readlink -f "$(command -v swift)")")/docc"
for module in "${modules[@]}"; do
    mkdir -p "$graphs/$module"
    mv "$graphs/$module".symbols.json "$graphs/$module/"
    for extension in "$graphs/$module"@*.symbols.json; do
        if [ -e "$extension" ]; then mv "$extension" "$graphs/$module/"; fi
    done
    "$docc" convert --warnings-as-errors --fallback-display-name "$module" \
        --fallback-bundle-identifier "poise.$module" --additional-symbol-graph-dir "$graphs/$module" \
        --output-dir "$output/$module.doccarchive"
done
echo "The reference is in $output"
