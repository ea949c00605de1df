/// A single result, such as that of a drill, in the formats that all results have.
///
/// All three are pure: equal results give equal bytes. What came from outside (names, tags, messages of a service) is
/// escaped for each format, so that a hostile name can break none of them.
package protocol Renderable: Sendable {
    /// For people at a terminal: the verdict, then what to do about it, then the evidence. Ends with a newline.
    func text(_ layout: TextLayout) -> String
    /// For machines: the schema of docs/schemas, fields in a fixed order. Ends with a newline.
    var json: String { get }
    /// For pull requests and tickets. Ends with a newline.
    var markdown: String { get }
}

/// A single result that has an HTML page too.
package protocol Paged: Renderable {
    /// One self-contained page. Ends with a newline.
    var html: String { get }
}
