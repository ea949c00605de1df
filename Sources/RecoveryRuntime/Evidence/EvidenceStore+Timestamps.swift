package import AWSCore
import Digests
package import RecoveryModel

/// A time stamp authority that is asked over HTTP (RFC 3161 section 3.4).
package struct TimestampAuthority: Sendable {
    private let url: HTTPURL
    private let transport: any HTTPTransport
    /// A new random number for each request.
    private let nonce: @Sendable () -> UInt64

    package init(url: HTTPURL, transport: any HTTPTransport, nonce: @escaping @Sendable () -> UInt64) {
        self.url = url
        self.transport = transport
        self.nonce = nonce
    }

    /// A stamp of these bytes, and its time by the authority's word.
    ///
    /// - Throws: `EvidenceFailure`, `CancellationError`.
    func stamp(_ bytes: [UInt8]) async throws -> (reply: [UInt8], at: Instant) {
        let (digest, number) = (SHA256.hash(bytes), nonce())
        let request = HTTPRequest(
            method: "POST", url: url,
            headers: ["Content-Type": TrustedTimestamp.requestType, "Accept": TrustedTimestamp.replyType],
            body: .bytes(try TrustedTimestamp.request(digest: digest, nonce: number)))
        do {
            let response = try await transport.send(
                request,
                limits: HTTPLimits(connectTimeout: .seconds(10), totalTimeout: .seconds(30), maximumBodySize: 1 << 20))
            guard response.status == 200 else {
                throw EvidenceFailure(place: "\(url)", reason: "the timestamp server answered HTTP \(response.status)")
            }
            let seconds = try TrustedTimestamp.time(in: response.body, of: digest, nonce: number)
            return (response.body, Instant(secondsSince1970: Double(seconds)))
        } catch let error as HTTPError {
            throw EvidenceFailure(place: "\(url)", reason: "\(error)")
        } catch let error as CryptoError {
            throw EvidenceFailure(place: "\(url)", reason: "\(error)")
        }
    }
}

extension EvidenceStore {
    /// The name of the stamp beside a record.
    private static func stampName(_ policy: String, _ sequence: Int) -> String {
        "\(policy)/\(padded(sequence))/record.tsr"
    }

    /// Has the newest record of a chain stamped, and with it all before it. One that has a stamp keeps it.
    ///
    /// - Returns: The record and its time; nil when it has a stamp already.
    /// - Throws: `EvidenceFailure` also when the chain has no record, `ClientError`, `CancellationError`.
    package func stamp(_ policy: String, by authority: TimestampAuthority) async throws -> ChainWitness.Mark? {
        guard let newest = try await chain(of: policy).links.last else {
            throw EvidenceFailure(place: place, reason: "policy \(policy) has no record to stamp")
        }
        let name = Self.stampName(policy, newest.sequence)
        guard try await storage.read(name) == nil else { return nil }
        let (reply, at) = try await authority.stamp(newest.bytes)
        guard try await storage.write(reply, to: name, exclusively: true) else { return nil }
        return ChainWitness.Mark(sequence: newest.sequence, at: at)
    }

    /// What the stamps of a chain prove to somebody who trusts these authorities.
    ///
    /// - Parameter authorities: A file of certificates in PEM format.
    func timestamps(of chain: EvidenceChain, authorities: String) async throws -> ChainWitness {
        var stamps: [ChainWitness.Mark] = []
        for link in chain.links {
            guard let bytes = try await storage.read(Self.stampName(chain.policy, link.sequence)) else { continue }
            do {
                let seconds = try TrustedTimestamp.verifiedTime(
                    of: bytes, digest: SHA256.hash(link.bytes), authorities: authorities)
                stamps.append(.init(sequence: link.sequence, at: Instant(secondsSince1970: Double(seconds))))
            } catch {
                stamps.append(.init(sequence: link.sequence, at: nil, problem: "\(error)"))
            }
        }
        return chain.judged(by: stamps, of: .timestamp)
    }
}
