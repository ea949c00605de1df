package import ArgumentParser
import RecoveryModel

/// The options of `cost` that say how large things are, where AWS does not or is not asked.
package struct CostOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The data of a database, or what a bucket holds in a storage class (default: STANDARD); may be repeated.",
            valueName: "name[:class]=size"))
    package var size: [String] = []

    @Option(
        help: ArgumentHelp("How a database or bucket grows; may be repeated.", valueName: "name=size/month"))
    package var growth: [String] = []

    @Option(
        help: ArgumentHelp(
            "How much of a database's data changes in a day (default: \(DailyChange.supposed.word) of each); may be repeated.",
            valueName: "[name=]percent"))
    package var change: [String] = []

    package init() {}

    package func validate() throws { _ = try sizes() }

    /// As values.
    ///
    /// - Throws: `ValidationError`.
    func sizes() throws -> StorageSizes {
        var sizes = StorageSizes()
        var seen = GivenOnce()
        for text in size {
            let (key, value) = try Self.pair(text, "size")
            let parts = key.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let storageClass = parts.count > 1 ? parts[1] : "STANDARD"
            guard !parts[0].isEmpty, !storageClass.isEmpty else {
                throw ValidationError(
                    "--size \(text): a name stands before the colon and a storage class behind it, such as kb:GLACIER_IR=1GiB"
                )
            }
            guard BillingItem(storageClass: storageClass) != nil else {
                throw ValidationError("--size \(text): \(storageClass) is no storage class that has a price here")
            }
            try seen.require("size", parts[0], storageClass == "STANDARD" ? nil : storageClass)
            guard let bytes = try Self.size(value, of: "--size \(text)") else {
                throw ValidationError(
                    "--size \(text): \(value) is not a size; use digits and one of B, KiB, MiB, GiB, TiB")
            }
            if parts.count == 1 { sizes.databases[parts[0]] = .init(bytes: bytes, origin: "--size") }
            sizes.buckets[parts[0], default: .empty].add(bytes, to: storageClass, origin: "--size")
        }
        for text in growth {
            let (key, value) = try Self.pair(text, "growth")
            try seen.require("growth", key, nil)
            guard value.hasSuffix("/month"),
                let bytes = try Self.size(value.dropLast("/month".count), of: "--growth \(text)")
            else { throw ValidationError("--growth \(text): a size a month is needed, such as 2GiB/month") }
            sizes.growth[key] = .init(bytes: bytes, origin: "--growth")
        }
        for text in change {
            let pair = text.contains("=") ? try Self.pair(text, "change") : nil
            try seen.require("change", pair?.name ?? "every database", nil)
            guard let share = DailyChange(pair?.value ?? text[...]) else {
                throw ValidationError("--change \(text): a percentage up to 100 is needed, such as 2%")
            }
            if let pair { sizes.changes[pair.name] = share } else { sizes.change = share }
        }
        return sizes
    }

    private static func pair(_ text: String, _ option: String) throws -> (name: String, value: Substring) {
        guard let sign = text.lastIndex(of: "="), sign != text.startIndex else {
            throw ValidationError("--\(option) \(text): a name and a value are needed, such as kb-prod=20GiB")
        }
        return (String(text[..<sign]), text[text.index(after: sign)...])
    }

    /// More than anything holds, in bytes: a slip of the unit.
    private static let most = ByteCount(gibibytes: 1 << 30)

    /// Nil for what is no size.
    private static func size(_ text: Substring, of option: String) throws -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, ByteCount("1" + text.dropFirst(digits.count)) != nil else { return nil }
        guard let size = ByteCount(String(text)), size <= most else {
            throw ValidationError("\(option): \(text) is more than the largest size here; write at most \(most)")
        }
        return size.bytes
    }
}

/// What options have said already, each of which may be said once.
private struct GivenOnce {
    private var seen: Set<String> = []

    /// - Parameter storageClass: Nil for the standard one, whether it is named or not.
    mutating func require(_ option: String, _ name: String, _ storageClass: String?) throws {
        let shown = name + (storageClass.map { " in \($0)" } ?? "")
        guard seen.insert("\(option) \(shown)").inserted else {
            throw ValidationError("--\(option) is given twice for \(shown); leave one of them out")
        }
    }
}
