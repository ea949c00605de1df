import AWSCore
import Digests
import Foundation
import RecoveryModel
import RecoveryRuntime

/// One thing that somebody does to a folder of evidence who can read and write all of it, and has a key of his own.
struct Tampering: Sendable, CustomStringConvertible {
    typealias Files = [String: [UInt8]]

    let description: String
    let change: @Sendable (inout Files) -> Void

    private init(_ description: String, _ change: @escaping @Sendable (inout Files) -> Void) {
        (self.description, self.change) = (description, change)
    }

    private static let head = "kb/head.json"
    private static func record(_ number: Int) -> String { "kb/0000000\(number)/record.json" }

    /// Everything that is tried on a chain of three records, of which earlier heads were kept.
    static func all(heads: [[UInt8]], foreign: Files, attacker: Ed25519PrivateKey) throws -> [Tampering] {
        let numbers = 1...3
        var all = numbers.flatMap { ofRecord($0, attacker) }
        all += [(1, 2), (2, 3), (1, 3)].map { left, right in
            Tampering("swap \(left) and \(right)") {
                ($0[record(left)], $0[record(right)]) = ($0[record(right)], $0[record(left)])
            }
        }
        all += numbers.map { number in
            Tampering("copy \(number) to the end") { $0[record(4)] = $0[record(number)] }
        }
        all += heads.enumerated().map { index, bytes in
            Tampering("the head of \(index + 1) records") { $0[head] = bytes }
        }
        all += [
            Tampering("remove the head") { $0[head] = nil },
            Tampering("empty the head") { $0[head] = [] },
            Tampering("cut the head") { $0[head] = $0[head].map { Array($0.dropLast(7)) } },
            Tampering("another policy's head") { $0[head] = foreign["orders/head.json"] },
            Tampering("another policy's record") { $0[record(2)] = foreign["orders/00000002/record.json"] },
            Tampering("a head of the present end") { resign(&$0, nil) },
            Tampering("a head of the present end, by a key of one's own") { resign(&$0, attacker) },
            Tampering("links joined again") { rejoin(&$0, nil) },
            Tampering("links joined again, by a key of one's own") { rejoin(&$0, attacker) },
            Tampering("a head in the past") {
                edit(&$0, head) { $0.replacing("\"at\":\"1970", with: "\"at\":\"1960") }
            },
            Tampering("a head that counts less") {
                edit(&$0, head) { $0.replacing("\"count\":3", with: "\"count\":2") }
            },
        ]
        return all
    }

    /// One thing after another.
    static func + (first: Tampering, second: Tampering) -> Tampering {
        Tampering("\(first), then \(second)") {
            first.change(&$0)
            second.change(&$0)
        }
    }

    private static func ofRecord(_ number: Int, _ attacker: Ed25519PrivateKey) -> [Tampering] {
        let name = record(number)
        return [
            Tampering("remove \(number)") { $0[name] = nil },
            Tampering("empty \(number)") { $0[name] = [] },
            Tampering("cut \(number)") { if $0[name]?.isEmpty == false { $0[name]?.removeLast() } },
            Tampering("edit \(number)") { edit(&$0, name) { $0.replacing("notVerified", with: "verified") } },
            Tampering("back-date \(number)") {
                edit(&$0, name) { $0.replacing("\"at\":\"1970", with: "\"at\":\"1969") }
            },
            Tampering("post-date \(number)") {
                edit(&$0, name) { $0.replacing("1970-01-01T", with: "2970-01-01T") }
            },
            Tampering("take the signature of \(number) off") { rewrite(&$0, name) { $0.signature = nil } },
            Tampering("sign \(number) by a key of one's own") {
                rewrite(&$0, name) { $0.signature = sign($0, attacker) }
            },
        ]
    }

    private static func edit(_ files: inout Files, _ name: String, _ change: (String) -> String) {
        files[name] = files[name].map { Array(change(String(decoding: $0, as: UTF8.self)).utf8) }
    }

    private static func rewrite(_ files: inout Files, _ name: String, _ change: (inout SignedEvidence) -> Void) {
        guard let bytes = files[name], var record = try? SignedEvidence(bytes: bytes) else { return }
        change(&record)
        files[name] = (try? record.canonical()).map { Array($0.utf8) } ?? bytes
    }

    private static func sign(_ record: SignedEvidence, _ key: Ed25519PrivateKey) -> SignedEvidence.Signature? {
        guard let text = try? record.envelope.canonical() else { return nil }
        return signature(text, key)
    }

    private static func signature(_ text: String, _ key: Ed25519PrivateKey) -> SignedEvidence.Signature? {
        guard let bytes = try? key.sign(Array(text.utf8)), let id = try? key.publicKey().id() else { return nil }
        return SignedEvidence.Signature(key: id, value: Base64.encode(bytes))
    }

    /// Numbers and digests of what is there are put right, signatures as far as one's own key goes.
    private static func rejoin(_ files: inout Files, _ key: Ed25519PrivateKey?) {
        var (previous, number) = (EvidenceEnvelope.origin, 0)
        for name in files.keys.sorted() where name.hasSuffix("record.json") {
            guard let bytes = files.removeValue(forKey: name), var record = try? SignedEvidence(bytes: bytes) else {
                continue
            }
            number += 1
            if record.envelope.sequence != number || record.envelope.previous != previous {
                (record.envelope.sequence, record.envelope.previous) = (number, previous)
                if let key { record.signature = sign(record, key) }
            }
            let joined = (try? record.canonical()).map { Array($0.utf8) } ?? bytes
            files[self.record(number)] = joined
            previous = SHA256.hex(joined)
        }
        resign(&files, key)
    }

    private static func resign(_ files: inout Files, _ key: Ed25519PrivateKey?) {
        guard let last = files.keys.filter({ $0.hasSuffix("record.json") }).max(), let bytes = files[last],
            let record = try? SignedEvidence(bytes: bytes)
        else { return }
        let end = EvidenceHead(
            policy: "kb", count: record.envelope.sequence, digest: SHA256.hex(bytes), at: record.envelope.at)
        if let present = files[head].flatMap({ try? EvidenceHead(bytes: $0) }), present.digest == end.digest { return }
        var signed = end
        if let key { signed.signature = (try? end.signedText()).flatMap { signature($0, key) } }
        files[head] = (try? signed.canonical()).map { Array($0.utf8) }
    }
}
