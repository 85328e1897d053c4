# The tasks of a checkout, by name. `make demo` and `make test` do all set-up themselves.

PACKAGES := libopenblas-dev libturbojpeg0-dev libpng-dev libexif-dev libzip-dev libssl-dev \
  libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libavdevice-dev \
  libheif-dev libwebp-dev libtiff-dev python3
BUILD := .build/release
THREADS ?= 1
ROUNDS ?= 3
PEERS := .build-peers
PLOTS := .build-plots
TRAINING := .build-training
CLIPS ?= 2500
SEED ?= 1
JOBS ?= 1
# Without testable imports, which the tests do not use, they run exactly the code that `make build` produces.
TEST := swift test -c release --disable-testable-imports

.PHONY: api-breakage help setup build demo test sanitize coverage outside bench bench-frames bench-peers bench-video bench-steadiness plots fuzz format lint docs weights train-space

help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{ printf "  %-16s %s\n", $$1, $$2 }'

setup: ## Installs missing Debian packages (as root, or with sudo)
	@command -v swift >/dev/null || { echo "Swift 6.2 or later is required: https://www.swift.org/install" >&2; exit 1; }
	@command -v apt-get >/dev/null || { echo "This is not Debian; required packages: $(PACKAGES)" >&2; exit 0; }; \
	missing=""; \
	for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "Installing:$$missing"; \
	  if [ "$$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi; \
	  $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

build: setup ## Builds the command, .build/release/poise
	@swift build -c release --product poise
	@swift build -c release --product poise-video

demo: build ## Renders a person, estimates the pose, and draws it into demo.png
	@$(BUILD)/poise mannequin .build/person.png --preset lunge --yaw 60 --distance 2 --size 600x600 --plain
	@$(BUILD)/poise image .build/person.png --angles --draw demo.png
	@echo "The image with landmarks and angles is demo.png"

# Tests that measure the memory of their process run alone in it. Tests that wait for other processes, for servers and
# for decoders would wait long in parallel with tests that compute, or with a hundred others.
WAITING := CommandLineTests|LiveViewTests|VideoTests
test: setup ## Runs all tests
	@$(TEST) --skip '$(WAITING)'
	@ALONE=1 $(TEST) --no-parallel --filter MemoryGrowthTests
	@SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 $(TEST) --filter '$(WAITING)'

sanitize: setup ## Runs tests with the sanitizers of addresses, leaks, undefined behavior and threads
	@Tests/sanitize.sh address
	@Tests/sanitize.sh thread

coverage: setup ## Runs all tests and prints the share of executed lines by module
	@Tests/coverage.sh

outside: setup ## Builds and tests a package that depends on the last commit by version
	@Tests/outside-package.sh

bench: setup ## Runs all benchmarks briefly: PHOTO=FILE THREADS=N
	@swift build -c release --product bench
	@$(BUILD)/bench operators --runs 20
	@$(BUILD)/bench networks --runs 20
	@$(BUILD)/bench frames --runs 20 --threads $(THREADS) --heights 480 720 1080 2160 $(if $(PHOTO),-- $(PHOTO))
	@$(BUILD)/bench frames --runs 20 --threads $(THREADS) --levels $(PHOTO)
	@$(BUILD)/bench streams --seconds 1 $(PHOTO)

bench-frames: ## Prints milliseconds per run as JSON lines: PHOTO=FILE THREADS=N
	@swift build -c release --product bench >&2
	@$(BUILD)/bench frames --threads $(THREADS) $(PHOTO)

$(PEERS)/installed.txt: Benchmarks/Peers/requirements.txt
	@test -x $(PEERS)/bin/python || python3 -m venv $(PEERS)
	@$(PEERS)/bin/pip install --quiet --disable-pip-version-check -r $<
	@cp $< $@

bench-peers: build $(PEERS)/installed.txt ## Compares with LiteRT, OpenVINO and MediaPipe: PHOTO=FILE THREADS="1 2" ROUNDS=N
	@swift build -c release --product bench >&2
	@test -n "$(PHOTO)" || $(BUILD)/poise mannequin $(PEERS)/person.jpg --preset squat --yaw 30 --distance 2.6 --size 1080x810
	@$(PEERS)/bin/python Benchmarks/Peers/peers.py $(or $(PHOTO),$(PEERS)/person.jpg) --ours $(BUILD)/bench \
	  --threads $(THREADS) --rounds $(ROUNDS)

bench-video: build $(PEERS)/installed.txt ## Compares with MediaPipe and OpenCV on a video: VIDEO=FILE THREADS=N ROUNDS=N
	@test -n "$(VIDEO)" || { echo "No video is given; use: make bench-video VIDEO=file" >&2; exit 1; }
	@for option in "" --draw; do \
	  $(PEERS)/bin/python Benchmarks/Peers/video.py "$(VIDEO)" --ours $(BUILD)/poise $$option \
	    --threads $(THREADS) --rounds $(ROUNDS) || exit 1; \
	done

$(PLOTS)/installed.txt: Docs/plots/requirements.txt
	@test -x $(PLOTS)/bin/python || python3 -m venv $(PLOTS)
	@$(PLOTS)/bin/pip install --quiet --disable-pip-version-check -r $<
	@cp $< $@

plots: setup $(PLOTS)/installed.txt ## Measures the confidence and plots it into Docs/images; needs the reference data
	@mkdir -p $(PLOTS)/reports
	@CALIBRATION=$(PLOTS)/reports $(TEST) --filter ConfidenceTests
	@$(PLOTS)/bin/python Docs/plots/reliability.py Docs/images/reliability.svg \
	  "photos, balanced=$(PLOTS)/reports/photos-balanced.json" "photos, best=$(PLOTS)/reports/photos-best.json" \
	  "mannequins, balanced=$(PLOTS)/reports/mannequins-balanced.json" \
	  "mannequins, best=$(PLOTS)/reports/mannequins-best.json"

bench-steadiness: setup ## Measures jitter and lag by level and filter, plots them into Docs/images: VIDEOS="FILE .."
	@swift build -c release --product bench >&2
	@$(MAKE) --no-print-directory $(PLOTS)/installed.txt
	@mkdir -p $(PLOTS)/sequences
	@$(BUILD)/bench steadiness --json --sequences $(PLOTS)/sequences $(VIDEOS) > $(PLOTS)/steadiness.json
	@$(PLOTS)/bin/python Docs/plots/smoothing.py $(PLOTS)/steadiness.json $(PLOTS)/sequences \
	  Docs/images/smoothing-angles.svg Docs/images/smoothing-jitter.svg
	@cat $(PLOTS)/steadiness.json

fuzz: setup ## Damages files of each format at random, 100 000 times, and checks that they load or fail cleanly
	@MUTATIONS=100000 $(TEST) --filter MutationTests

format: ## Formats all Swift code
	@swift format format --in-place --recursive Package.swift Sources Tests Weights Benchmarks

lint: ## Checks the format of all Swift code, and all words by Docs/glossary.md
	@swift format lint --strict --recursive Package.swift Sources Tests Weights Benchmarks
	@python3 Docs/check-words.py --self-test
	@python3 Docs/check-words.py

api-breakage: setup ## Compares the public API with that of the last tag
	@tag=$$(git describe --tags --abbrev=0 2>/dev/null) || { echo "There is no tag to compare with." >&2; exit 1; }; \
	swift package diagnose-api-breaking-changes "$$tag"

docs: setup ## Builds the documentation of the public API into .build-docs
	@Docs/build-reference.sh

weights: build ## Regenerates Weights/*.safetensors from the models in MediaPipe's wheel
	@Weights/regenerate.sh

train-space: setup ## Renders pairs and trains on them: MOVEMENTS=FOLDER CLIPS=N SEED=N JOBS=N BACKGROUNDS=FOLDER
	@test -n "$(MOVEMENTS)" || { echo "No movements are given; use: make train-space MOVEMENTS=folder" >&2; exit 1; }
	@swift build -c release --product space-training >&2
	@$(BUILD)/space-training --movements "$(MOVEMENTS)" --output $(TRAINING)/pairs --clips $(CLIPS) --seed $(SEED) \
	  --jobs $(JOBS) $(if $(BACKGROUNDS),--backgrounds "$(BACKGROUNDS)")
	@test -x $(TRAINING)/python/bin/python || python3 -m venv $(TRAINING)/python
	@$(TRAINING)/python/bin/pip install --quiet -r Weights/Training/requirements.txt
	@for sees in frame sequence causal; do \
	  $(TRAINING)/python/bin/python Weights/Training/train.py $(TRAINING)/pairs $(TRAINING)/space-$$sees.safetensors --sees $$sees || exit; \
	done
