extension Shape {
    /// From JSON that names members as the API model does: blobs are plain text, timestamps epoch seconds.
    ///
    /// The form in which AWS's own test data and the CLI's `--cli-input-json` write inputs.
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
