import Digests
package import RecoveryModel

/// Kept results of audits, in a folder or a bucket: the whole result and its summary under one name.
package struct AuditHistory: Sendable {
    private let storage: any EvidenceStorage
    /// How many earlier audits are read for a trend.
    private static let longest = 30
    private static let marker = "audit-history.json"
    private static let markerText = #"{"schema":"drctl/audit-history/v1"}"# + "\n"
    private static let summaryEnding = ".summary.json"

    package init(storage: any EvidenceStorage) { self.storage = storage }

    package var place: String { storage.place }

    /// Finds out, before AWS is asked, whether a result can be kept here.
    ///
    /// - Throws: `EvidenceFailure` for a history of another version, what the storage throws.
    package func prepare() async throws {
        let marker = Array(Self.markerText.utf8)
        if let found = try await storage.read(Self.marker), found != marker {
            throw EvidenceFailure(
                place: storage.place, reason: "\(Self.marker) is of another version of drctl: use another place")
        }
        _ = try await storage.write(marker, to: Self.marker, exclusively: false)
    }

    /// The newest summaries of audits of the same policies, the oldest first. One that cannot be understood is an error: a
    /// trend with a gap would look better, or worse, than it was.
    ///
    /// - Throws: `EvidenceFailure`, what the storage throws.
    package func summaries(of policies: [String]) async throws -> [AuditSummary] {
        let names = try await storage.names(prefix: Self.folder(policies)).filter { $0.hasSuffix(Self.summaryEnding) }
        var summaries: [AuditSummary] = []
        for name in names.suffix(Self.longest) {
            guard let bytes = try await storage.read(name) else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let summary = (try? JSONValue(parsing: text)).flatMap(AuditSummary.init) else {
                throw EvidenceFailure(place: storage.place, reason: "\(name) is no summary of an audit")
            }
            summaries.append(summary)
        }
        return summaries.sorted { $0.at < $1.at }
    }

    /// Keeps a result with its summary; nothing that is there is replaced.
    ///
    /// - Throws: `EvidenceFailure`, what the storage throws.
    package func keep(_ result: [UInt8], _ summary: AuditSummary) async throws {
        let time = summary.at.description.filter { $0 != ":" }
        let name = Self.folder(summary.policies) + "\(time)-\(Hex.encode(SHA256.hash(result)).prefix(12))"
        let text = Array((summary.json.compact + "\n").utf8)
        // The whole result first: a summary without one would be half a memory.
        for (ending, bytes) in [(".json", result), (Self.summaryEnding, text)] {
            guard try await storage.write(bytes, to: name + ending, exclusively: true) else {
                // The same result at the same time is kept already.
                guard try await storage.read(name + ending) == bytes else {
                    throw EvidenceFailure(place: storage.place, reason: "\(name)\(ending) is there already")
                }
                continue
            }
        }
    }

    /// Audits of the same policies stand together, whatever the number of policies is.
    private static func folder(_ policies: [String]) -> String {
        let digest = Hex.encode(SHA256.hash(Array(policies.joined(separator: "\n").utf8))).prefix(12)
        let name = policies.count == 1 ? policies[0] : "\(policies.count)-policies"
        return "audits/\(name)-\(digest)/"
    }
}
