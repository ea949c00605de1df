/// A result that every command prints in the same way, whatever the result is.
///
/// All three are pure: equal results give equal bytes. What came from outside (names, tags, messages of a service) is
/// escaped for each format, so that a hostile name can break none of them.
package protocol Renderable: Sendable {
    /// For people at a terminal: the verdict, then what to do about it, then the evidence. Ends with a newline.
    func text(_ layout: TextLayout) -> String
    /// For machines: the schema of docs/schemas, fields in a fixed order. Ends with a newline.
    var json: String { get }
    /// The same as `json`, in pieces: a large result is never held whole.
    func writeJSON(_ piece: ([UInt8]) -> Void)
    /// For pull requests and tickets. Ends with a newline.
    var markdown: String { get }
}

extension Renderable {
    package func writeJSON(_ piece: ([UInt8]) -> Void) { piece(Array(json.utf8)) }
}
