import JSONWriting
import RecoveryModel

extension AuditProvenance {
    var orderedJSON: OrderedJSON {
        .object([
            ("policyFile", .string(file)), ("policyDigest", .string(digest)), ("caller", .string(caller)),
            ("evidence", .string(evidence)),
        ])
    }

    /// What a page says about how it was made.
    ///
    /// - Parameter place: The target's name where the page has several.
    func section(of place: String? = nil) -> HTML {
        let name: HTML? = place.map { ": <bdi>\($0)</bdi>" }
        return """
            <section>
            <h2>How this was made\(name)</h2>
            <ul>
            <li>Policy \(.code(file)), SHA-256 \(.code(digest))</li>
            <li>Asked as \(.code(caller))</li>
            <li>Evidence of drills \(evidence)</li>
            </ul>
            </section>

            """
    }
}
