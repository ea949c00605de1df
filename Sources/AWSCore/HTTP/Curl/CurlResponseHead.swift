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
        // The comparison is by bytes, since "\r\n" is a single Character.
        let content = bytes.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        readLine(String(decoding: content, as: UTF8.self))
        return true
    }

    private mutating func readLine(_ line: String) {
        if line.isEmpty {
            // An informational response (100, 103) is followed by another head.
            isComplete = status >= 200
        } else if line.hasPrefix("HTTP/") {
            let code = line.split(separator: " ", maxSplits: 2).dropFirst().first
            status = code.flatMap { Int($0) } ?? 0
            headers = HTTPHeaders()
        } else if let first = line.first, first == " " || first == "\t" {
            // A folded line (RFC 9112, section 5.2) belongs to the previous field, even if it contains a colon.
            headers.unfold(String(line[...].trimmingBlanks()))
        } else if let colon = line.firstIndex(of: ":") {
            headers.append(String(line[..<colon]), String(line[line.index(after: colon)...].trimmingBlanks()))
        }
    }
}

extension Substring {
    fileprivate func trimmingBlanks() -> Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
