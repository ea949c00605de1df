extension Shape {
    /// Creates the value from JSON with the API model's member names; blobs are plain text, timestamps are epoch
    /// seconds.
    ///
    /// This is the form of inputs in AWS's own test data and in `--cli-input-json` of the AWS CLI.
    public init(literal json: [UInt8]) throws {
        let document = try JSONReader.parse(json, .literal)
        do {
            try self.init(
                reading: ValueReader(document: document, node: document.root, member: MemberSchema("literal")))
        } catch let failure as WireFailure {
            throw SerializationError(member: Self.schema.name, problem: "\(failure)")
        }
    }
}
