/// The distinct names of a body, numbered as they appear, so that later comparisons are of numbers.
struct NameTable {
    private struct Entry {
        var hash: UInt64
        var start: Int32
        var length: Int32
    }

    private var entries: ContiguousArray<Entry> = []
    private var bytes: ContiguousArray<UInt8> = []
    private var buckets = ContiguousArray<Int32>(repeating: -1, count: 256)

    var count: Int { entries.count }

    /// The number of a name; an unknown name is added.
    mutating func intern(_ name: UnsafeBufferPointer<UInt8>) -> Int32 {
        let hash = Self.hash(name)
        var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
        while buckets[bucket] >= 0 {
            if isEqual(buckets[bucket], name, hash) { return buckets[bucket] }
            bucket = (bucket + 1) & (buckets.count - 1)
        }
        let number = Int32(entries.count)
        entries.append(Entry(hash: hash, start: Int32(bytes.count), length: Int32(name.count)))
        bytes.append(contentsOf: name)
        buckets[bucket] = number
        if entries.count * 2 > buckets.count { grow() }
        return number
    }

    /// The number of a known name.
    func find(_ name: UnsafeBufferPointer<UInt8>) -> Int32? {
        let hash = Self.hash(name)
        var bucket = Int(truncatingIfNeeded: hash) & (buckets.count - 1)
        while buckets[bucket] >= 0 {
            if isEqual(buckets[bucket], name, hash) { return buckets[bucket] }
            bucket = (bucket + 1) & (buckets.count - 1)
        }
        return nil
    }

    func find(_ name: String) -> Int32? {
        var name = name
        return name.withUTF8 { find($0) }
    }

    subscript(number: Int32) -> String {
        let entry = entries[Int(number)]
        return String(decoding: bytes[Int(entry.start)..<Int(entry.start + entry.length)], as: UTF8.self)
    }

    private func isEqual(_ number: Int32, _ name: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Bool {
        let entry = entries[Int(number)]
        guard entry.hash == hash, Int(entry.length) == name.count else { return false }
        return bytes[Int(entry.start)..<Int(entry.start + entry.length)].elementsEqual(name)
    }

    private mutating func grow() {
        buckets = ContiguousArray(repeating: -1, count: buckets.count * 4)
        for (number, entry) in entries.enumerated() {
            var bucket = Int(truncatingIfNeeded: entry.hash) & (buckets.count - 1)
            while buckets[bucket] >= 0 { bucket = (bucket + 1) & (buckets.count - 1) }
            buckets[bucket] = Int32(number)
        }
    }

    /// A random seed, so that nobody can craft a body whose names collide.
    private static let seed = UInt64.random(in: .min ... .max)

    /// FNV-1a with a final mix.
    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = seed ^ 0xcbf2_9ce4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash ^ (hash >> 32)
    }
}
