"""Reference values for core_test.cpp: SplitMix64 and xoshiro256** from their definitions."""
MASK = (1 << 64) - 1


def split_mix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotate(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


def xoshiro(seed):
    seeds = split_mix(seed)
    s = [next(seeds) for _ in range(4)]
    while True:
        yield (rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)


def below(numbers, bound):
    threshold = (1 << 64) % bound
    while True:
        product = next(numbers) * bound
        if (product & MASK) >= threshold:
            return product >> 64


if __name__ == "__main__":
    draws = xoshiro(42)
    print([hex(next(draws)) for _ in range(3)])
    items, draws = list(range(10)), xoshiro(2026)
    for i in range(10, 1, -1):
        j = below(draws, i)
        items[i - 1], items[j] = items[j], items[i - 1]
    print(items)
