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
        var seen: Set<String> = []
        func name(_ text: String, _ option: String) throws -> (name: String, value: Substring) {
            guard let sign = text.lastIndex(of: "="), sign != text.startIndex else {
                throw ValidationError("--\(option) \(text): a name and a value are needed, such as kb-prod=20GiB")
            }
            let key = String(text[..<sign])
            guard seen.insert("\(option) \(key)").inserted else {
                throw ValidationError("--\(option) is given twice for \(key)")
            }
            return (key, text[text.index(after: sign)...])
        }
        for text in size {
            let (key, value) = try name(text, "size")
            guard let bytes = ByteCount(String(value))?.bytes else { throw Self.noSize(value, of: "--size \(text)") }
            let parts = key.split(separator: ":", maxSplits: 1)
            let owner = String(parts[0])
            let storageClass = parts.count > 1 ? String(parts[1]) : "STANDARD"
            guard BillingItem(storageClass: storageClass) != nil else {
                throw ValidationError("--size \(text): \(storageClass) is no storage class that has a price here")
            }
            if parts.count == 1 { sizes.databases[owner] = .init(bytes: bytes, origin: "--size") }
            sizes.buckets[owner, default: .init(classes: [:], origin: "--size")].classes[storageClass] = bytes
        }
        for text in growth {
            let (key, value) = try name(text, "growth")
            guard value.hasSuffix("/month"), let bytes = ByteCount(String(value.dropLast("/month".count)))?.bytes else {
                throw ValidationError("--growth \(text): a size a month is needed, such as 2GiB/month")
            }
            sizes.growth[key] = .init(bytes: bytes, origin: "--growth")
        }
        for text in change {
            let pair = text.contains("=") ? try name(text, "change") : nil
            guard let share = DailyChange(pair?.value ?? text[...]) else {
                throw ValidationError("--change \(text): a percentage up to 100 is needed, such as 2%")
            }
            if let pair { sizes.changes[pair.name] = share } else { sizes.change = share }
        }
        return sizes
    }

    private static func noSize(_ value: Substring, of option: String) -> ValidationError {
        ValidationError("\(option): \(value) is not a size; use digits and one of B, KiB, MiB, GiB, TiB")
    }
}

extension StorageSizes {
    /// The names of databases and buckets that it says something of, with the option that does.
    var named: [(option: String, name: String)] {
        let options = [
            ("size", Set(databases.keys).union(buckets.keys)), ("growth", Set(growth.keys)),
            ("change", Set(changes.keys)),
        ]
        return options.flatMap { option, names in names.sorted().map { ("--\(option)", $0) } }
    }
}
