/// Reads the header lines from libcurl, one per call, until the final head is complete.
struct CurlResponseHead {
    private(set) var status = 0
    private(set) var headers = HTTPHeaders()
    private(set) var isComplete = false
    private var size = 0

    /// The limit is below libcurl's own (300 KB in some versions), which it reports as a broken connection.
    private static let maximumSize = 256 << 10

    /// Reads one line; false when the head is too large.
    mutating func read(_ bytes: UnsafeRawBufferPointer) -> Bool {
        size += bytes.count
        guard size <= Self.maximumSize else { return false }
        // Trailers after the body of a chunked response arrive here too and are not part of the head.
        guard !isComplete else { return true }
        // By bytes: a Character may be several, "\r\n" for one.
        readLine(
            UnsafeRawBufferPointer(rebasing: bytes.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }))
        return true
    }

    private mutating func readLine(_ line: UnsafeRawBufferPointer) {
        if line.isEmpty {
            // An informational response (100, 103) is followed by another head.
            isComplete = status >= 200
        } else if line.starts(with: "HTTP/".utf8) {
            let code = line.split(separator: UInt8(ascii: " "), maxSplits: 2).dropFirst().first
            status = code.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
            headers = HTTPHeaders()
        } else if line[0].isBlank {
            // A folded line (RFC 9112, section 5.2) belongs to the previous field, even if it contains a colon.
            headers.unfold(String(decoding: line[...].trimmingBlanks(), as: UTF8.self))
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            headers.append(
                String(decoding: line[..<colon], as: UTF8.self),
                String(decoding: line[(colon + 1)...].trimmingBlanks(), as: UTF8.self))
        }
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate func trimmingBlanks() -> Self {
        var bytes = drop(while: \.isBlank)
        while bytes.last?.isBlank ?? false { bytes.removeLast() }
        return bytes
    }
}
