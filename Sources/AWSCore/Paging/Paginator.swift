/// How an operation's output leads to the input for the next page; generated from AWS's paginators.
public struct Paginator<Input: Sendable, Output: Sendable>: Sendable {
    /// The operation to call for each page.
    public var operation: Operation<Input, Output>
    /// Puts the page's token into the input and returns it; nil when this was the last page.
    public var advance: @Sendable (Output, inout Input) -> [String?]?

    /// Creates the value from its parts.
    public init(
        _ operation: Operation<Input, Output>, advance: @escaping @Sendable (Output, inout Input) -> [String?]?
    ) {
        self.operation = operation
        self.advance = advance
    }
}

/// The pages of a paginated operation, requested one after the other.
public struct Pages<Input: Sendable, Output: Sendable>: AsyncSequence, Sendable {
    private let paginator: Paginator<Input, Output>
    private let input: Input
    private let send: @Sendable (Input) async throws -> Output

    /// - Parameter send: Makes one call.
    public init(
        _ paginator: Paginator<Input, Output>, _ input: Input,
        send: @escaping @Sendable (Input) async throws -> Output
    ) {
        self.paginator = paginator
        self.input = input
        self.send = send
    }

    /// Starts at the first page.
    public func makeAsyncIterator() -> Iterator { Iterator(paginator: paginator, send: send, input: input) }

    /// The elements of all pages; what reading a page throws ends it.
    public func collect<Element>(_ elements: (Output) throws -> [Element]?) async throws -> [Element] {
        var all: [Element] = []
        for try await page in self { all += try elements(page) ?? [] }
        return all
    }

    /// Requests one page at a time.
    public struct Iterator: AsyncIteratorProtocol {
        let paginator: Paginator<Input, Output>
        let send: @Sendable (Input) async throws -> Output
        /// Nil after the last page.
        var input: Input?
        var lastToken: [String?]?

        /// The next page; nil after the last.
        public mutating func next() async throws -> Output? {
            guard var input else { return nil }
            let page = try await send(input)
            guard let token = paginator.advance(page, &input), token.contains(where: { $0?.isEmpty == false }) else {
                self.input = nil
                return page
            }
            // The page itself is valid, but the same one would follow forever.
            guard token != lastToken else {
                self.input = nil
                throw PagingError.repeatedToken(operation: paginator.operation.name)
            }
            lastToken = token
            self.input = input
            return page
        }
    }
}

/// Why not all pages can be read.
public enum PagingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The service returned the same token twice in a row, so that the pages would never end.
    case repeatedToken(operation: String)

    /// A description for people.
    public var description: String {
        switch self {
        case .repeatedToken(let operation): "\(operation): the service gave the same page token twice"
        }
    }
}
