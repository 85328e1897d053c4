import CWeights
