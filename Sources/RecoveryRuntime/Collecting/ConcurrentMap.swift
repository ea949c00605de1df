/// Works on many items, a few at a time; the results are in the items' order.
///
/// The client bounds the calls in flight; the width bounds the calls that wait for it, each of which holds memory. Two
/// dozen keep its limits busy: a bucket is read in two rounds, and a limit is S3's 64.
///
/// - Throws: What the work throws first; the rest is cancelled.
package func concurrentMap<Item: Sendable, Value: Sendable>(
    _ items: [Item], width: Int = 24, _ work: @escaping @Sendable (Item) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        var started = 0
        func startNext() {
            guard started < items.count else { return }
            let (index, item) = (started, items[started])
            group.addTask { (index, try await work(item)) }
            started += 1
        }
        for _ in 0..<min(width, items.count) { startNext() }
        var values = [Value?](repeating: nil, count: items.count)
        while let (index, value) = try await group.next() {
            values[index] = value
            startNext()
        }
        return values.compactMap { $0 }
    }
}
