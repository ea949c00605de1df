public import AWSNames

extension Region: ExpressibleByStringLiteral {
    public init(stringLiteral code: String) { self.init(code) }
}
