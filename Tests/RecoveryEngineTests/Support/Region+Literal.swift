public import AWSNames

extension Region: ExpressibleByStringLiteral {
    /// A region by its code.
    public init(stringLiteral code: String) { self.init(code) }
}
