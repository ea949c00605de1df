/// Whether the text can be a label of a host name: 1 to 63 letters, digits and hyphens, not beginning with a hyphen.
func isHostLabel(_ text: some StringProtocol) -> Bool {
    let bytes = text.utf8
    return (1...63).contains(bytes.count) && bytes.first != UInt8(ascii: "-")
        && bytes.allSatisfy { isLowerOrDigit($0) || (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "-") }
}

/// Whether a bucket's name can be part of a host name: 3 to 63 lower-case letters, digits and hyphens, and no address.
func isBucketLabel(_ bucket: String, dots: Bool) -> Bool {
    guard (3...63).contains(bucket.utf8.count), dots || !bucket.utf8.contains(UInt8(ascii: ".")) else { return false }
    let labels = bucket.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.allSatisfy({ isBucketPart($0) }) else { return false }
    return !(labels.count == 4 && labels.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
}

private func isBucketPart(_ label: Substring) -> Bool {
    guard let first = label.utf8.first, let last = label.utf8.last else { return false }
    return isLowerOrDigit(first) && isLowerOrDigit(last)
        && label.utf8.allSatisfy { isLowerOrDigit($0) || $0 == UInt8(ascii: "-") }
}

private func isLowerOrDigit(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
