import AWSCore
import Files
import RecoveryModel
import RecoveryRuntime

extension CommandContext {
    /// What a reader of evidence trusts, by the command line, else by `DRCTL_PUBLIC_KEY` (a path or the PEM text itself)
    /// and `DRCTL_EVIDENCE_ANCHOR`.
    ///
    /// - Parameter client: Of an anchor in a bucket; nil when there is no session.
    /// - Throws: `CommandFailure`, `ClientError`.
    func trust(_ source: EvidenceSource, client: AWSClient?) async throws -> EvidenceTrust {
        let keys = try publicKeys(source)
        var trust = EvidenceTrust.keys(keys)
        for anchor in anchors(source) { trust.anchors.append(try await self.anchor(anchor, client)) }
        return trust
    }

    /// True when an anchor is in a bucket, so that reading it needs a session.
    func needsSession(_ source: EvidenceSource) -> Bool {
        (source.place ?? environment["DRCTL_EVIDENCE"] ?? "").hasPrefix("s3://")
            || anchors(source).contains { $0.hasPrefix("s3://") }
    }

    private func anchors(_ source: EvidenceSource) -> [String] {
        guard source.anchors.isEmpty else { return source.anchors }
        return (environment["DRCTL_EVIDENCE_ANCHOR"] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The keys of the command line, else of the environment.
    func publicKeys(_ source: EvidenceSource) throws -> [Ed25519PublicKey] {
        guard source.publicKeys.isEmpty else { return try source.publicKeys.map(publicKey) }
        guard let given = environment["DRCTL_PUBLIC_KEY"], !given.isEmpty else {
            return try source.trustedKeys.map { try Ed25519PublicKey(pem: Array(EvidencePolicy.pem($0).utf8)) }
        }
        guard given.hasPrefix("-----BEGIN ") else { return [try publicKey(given)] }
        guard let key = try? Ed25519PublicKey(pem: Array(given.utf8)) else {
            throw CommandFailure(.usage, "DRCTL_PUBLIC_KEY is not an Ed25519 public key in PEM format")
        }
        return [key]
    }

    /// The key in a file.
    ///
    /// - Throws: `CommandFailure`.
    func publicKey(_ path: String) throws -> Ed25519PublicKey {
        let bytes = try bytes(of: path, "a public key")
        guard let key = try? Ed25519PublicKey(pem: bytes) else {
            throw CommandFailure(
                .usage, "\(path) is not an Ed25519 public key in PEM format",
                hint: "write it with `openssl pkey -in key.pem -pubout`")
        }
        return key
    }

    private func anchor(_ text: String, _ client: AWSClient?) async throws -> EvidenceAnchor {
        if let anchor = EvidenceAnchor(text) { return anchor }
        let bytes: [UInt8]
        if text.hasPrefix("s3://") {
            let name = text.split(separator: "/").last.map(String.init) ?? ""
            guard let client,
                let storage = BucketEvidenceStorage(url: String(text.dropLast(name.count)), client: client),
                let found = try await storage.read(name)
            else { throw CommandFailure(.usage, "anchor \(text) not found") }
            bytes = found
        } else {
            bytes = try self.bytes(of: text, "an anchor")
        }
        guard let anchor = EvidenceAnchor(String(decoding: bytes, as: UTF8.self)) else {
            throw CommandFailure(
                .usage, "\(text) does not contain an anchor",
                hint:
                    "an anchor is `policy:count:digest`, as a drill prints it and notifies of it, or a copy of head.json"
            )
        }
        return anchor
    }

    /// The bytes of a file of which that is expected.
    ///
    /// - Throws: `CommandFailure`.
    func bytes(of path: String, _ what: String) throws -> [UInt8] {
        let bytes: [UInt8]?
        do throws(FileFailure) {
            bytes = try InputFile(path, mebibytes: 1).read()
        } catch {
            throw CommandFailure(.usage, error.description, hint: error.hint)
        }
        guard let bytes else { throw CommandFailure(.usage, "failed to read \(what): \(path) not found") }
        return bytes
    }
}
