using System.Runtime.CompilerServices;

namespace Fuyao.Feel.Syntax;

/// <summary>
/// Recursive descent over the FEEL grammar of DMN 1.5. After an error it goes on where it can, so that all errors
/// of a text are reported; a text nested deeper than the limit is one error, never a stack overflow.
/// </summary>
internal sealed partial class Parser
{
    private readonly Lexer _lexer;
    private readonly Problems _problems;
    private readonly int _maxDepth;
    private Token _token;
    private int _lastEnd;
    private int _depth;
    private int _rangeEnd = -1;
    private bool _stopped;

    private Parser(string text, NameBag names, Problems problems, int maxDepth)
    {
        _lexer = new Lexer(text, names, problems);
        _problems = problems;
        _maxDepth = maxDepth;
        _token = _lexer.Next();
    }

    public static Ast Expression(string text, NameBag names, Problems problems, int maxDepth)
    {
        var parser = new Parser(text, names, problems, maxDepth);
        var ast = parser.ParseExpression();
        parser.ExpectEnd();
        return ast;
    }

    public static UnaryTestsAst UnaryTests(string text, NameBag names, Problems problems, int maxDepth)
    {
        var parser = new Parser(text, names, problems, maxDepth);
        var ast = parser.ParseUnaryTests();
        parser.ExpectEnd();
        return ast;
    }

    public static TypeAst Type(string text, NameBag names, Problems problems, int maxDepth)
    {
        var parser = new Parser(text, names, problems, maxDepth);
        var ast = parser.ParseType();
        parser.ExpectEnd();
        return ast;
    }

    private UnaryTestsAst ParseUnaryTests()
    {
        var start = _token.Start;
        if (_token.Is("-"))
        {
            var minus = _token;
            Advance();
            if (_token.Kind == TokenKind.End)
                return new([], false, start, _lastEnd);
            Back(minus);
        }
        if (_token is { Kind: TokenKind.Name, Text: "not" })
        {
            var not = _token;
            Advance();
            if (_token.Is("("))
            {
                Advance();
                var tests = ParseTests(")");
                Expect(")");
                if (_token.Kind == TokenKind.End)
                    return new(tests, true, start, _lastEnd);
            }
            Back(not);
        }
        return new(ParseTests(""), false, start, _lastEnd);
    }

    private List<Ast> ParseTests(string end)
    {
        var tests = new List<Ast> { ParseTest() };
        while (!_stopped && _token.Is(","))
        {
            Advance();
            tests.Add(ParseTest());
        }
        _ = end;
        return tests;
    }

    private Ast ParseTest()
    {
        if (ComparisonOperator(_token) is { } op)
        {
            var start = _token.Start;
            Advance();
            var value = ParseAdditive();
            return new ComparisonTestAst(op, value, start, _lastEnd);
        }
        return ParseExpression();
    }

    internal Ast ParseExpression()
    {
        if (!Enter())
            return Stop();
        try
        {
            return ParseOr();
        }
        finally
        {
            _depth--;
        }
    }

    private bool Enter()
    {
        _depth++;
        return _depth <= _maxDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack();
    }

    /// <summary>Too deep: report once and skip the rest of the text.</summary>
    private ErrorAst Stop()
    {
        if (!_stopped)
            _problems.Error("too-deep", _token.Start, _token.End, $"表达式嵌套超过 {_maxDepth} 层，请拆分", $"The expression is nested deeper than {_maxDepth} levels: split it.");
        _stopped = true;
        _token = new Token(TokenKind.End, "", _lexer.Text.Length, _lexer.Text.Length);
        _lastEnd = _lexer.Text.Length;
        return new ErrorAst(_token.Start, _token.End);
    }

    private Ast ParseOr()
    {
        var left = ParseAnd();
        for (var n = 0; _token.Is("or"); n++)
        {
            if (n > _maxDepth)
                return Stop();
            Advance();
            left = new BinaryAst(BinaryOperator.Or, left, ParseAnd(), left.Start, _lastEnd);
        }
        return left;
    }

    private Ast ParseAnd()
    {
        var left = ParseComparison();
        for (var n = 0; _token.Is("and"); n++)
        {
            if (n > _maxDepth)
                return Stop();
            Advance();
            left = new BinaryAst(BinaryOperator.And, left, ParseComparison(), left.Start, _lastEnd);
        }
        return left;
    }

    private Ast ParseComparison()
    {
        var left = ParseAdditive();
        for (var n = 0; ; n++)
        {
            if (n > _maxDepth)
                return Stop();
            if (ComparisonOperator(_token) is { } op)
            {
                Advance();
                left = new BinaryAst(op, left, ParseAdditive(), left.Start, _lastEnd);
            }
            else if (_token.Is("between"))
            {
                Advance();
                var low = ParseAdditive();
                Expect("and");
                var high = ParseAdditive();
                left = new BetweenAst(left, low, high, left.Start, _lastEnd);
            }
            else if (_token.Is("in"))
            {
                Advance();
                left = ParseIn(left);
            }
            else
                return left;
        }
    }

    private Ast ParseIn(Ast value)
    {
        if (!_token.Is("("))
        {
            var test = ComparisonOperator(_token) is not null ? ParseTest() : ParseAdditive();
            return new InAst(value, [test], value.Start, _lastEnd);
        }
        // A bracket opens either a list of tests or an ordinary operand such as (2..4) or (1 + 2) * 3.
        var open = _token;
        Advance();
        var tests = ParseTests(")");
        if (_token.Is(")") && (tests.Count > 1 || tests[0] is ComparisonTestAst))
        {
            Advance();
            return new InAst(value, tests, value.Start, _lastEnd);
        }
        if (_stopped)
            return new InAst(value, tests, value.Start, _lastEnd);
        Back(open);
        return new InAst(value, [ParseAdditive()], value.Start, _lastEnd);
    }

    private Ast ParseAdditive()
    {
        var left = ParseMultiplicative();
        for (var n = 0; _token.Is("+") || _token.Is("-"); n++)
        {
            if (n > _maxDepth)
                return Stop();
            var op = _token.Is("+") ? BinaryOperator.Add : BinaryOperator.Subtract;
            Advance();
            left = new BinaryAst(op, left, ParseMultiplicative(), left.Start, _lastEnd);
        }
        return left;
    }

    private Ast ParseMultiplicative()
    {
        var left = ParsePower();
        for (var n = 0; _token.Is("*") || _token.Is("/"); n++)
        {
            if (n > _maxDepth)
                return Stop();
            var op = _token.Is("*") ? BinaryOperator.Multiply : BinaryOperator.Divide;
            Advance();
            left = new BinaryAst(op, left, ParsePower(), left.Start, _lastEnd);
        }
        return left;
    }

    private Ast ParsePower()
    {
        var left = ParseInstance();
        for (var n = 0; _token.Is("**"); n++)
        {
            if (n > _maxDepth)
                return Stop();
            Advance();
            left = new BinaryAst(BinaryOperator.Power, left, ParseInstance(), left.Start, _lastEnd);
        }
        return left;
    }

    private Ast ParseInstance()
    {
        var value = ParseUnary();
        while (_token.Is("instance"))
        {
            Advance();
            Expect("of");
            var type = ParseType();
            value = new InstanceAst(value, type, value.Start, _lastEnd);
        }
        return value;
    }

    private Ast ParseUnary()
    {
        if (!_token.Is("-"))
            return ParsePostfix();
        var start = _token.Start;
        if (!Enter())
            return Stop();
        Advance();
        var operand = ParseUnary();
        _depth--;
        return operand is LiteralAst { Value.IsNumber: true } number && _lexer.Text[operand.Start] != '-'
            ? new LiteralAst(Values.FeelValue.Of(-number.Value.AsNumber), start, _lastEnd)
            : new NegateAst(operand, start, _lastEnd);
    }

    private static BinaryOperator? ComparisonOperator(Token token) => token.Kind != TokenKind.Symbol ? null : token.Text switch
    {
        "=" => BinaryOperator.Equal,
        "!=" => BinaryOperator.NotEqual,
        "<" => BinaryOperator.Less,
        "<=" => BinaryOperator.LessOrEqual,
        ">" => BinaryOperator.Greater,
        ">=" => BinaryOperator.GreaterOrEqual,
        _ => null,
    };

    private void Advance()
    {
        _lastEnd = _token.End;
        if (!_stopped)
            _token = _lexer.Next();
    }

    /// <summary>Goes back to a token that was read before.</summary>
    private void Back(Token token)
    {
        _lexer.Rewind(token.End);
        _lastEnd = token.Start;
        _token = token;
    }

    private bool Expect(string symbol)
    {
        if (_token.Is(symbol))
        {
            Advance();
            return true;
        }
        Unexpected($"“{symbol}”", $"'{symbol}'");
        return false;
    }

    private void Unexpected(string wantedZh, string wantedEn)
    {
        if (_stopped || _token.Kind == TokenKind.Bad)
            return;
        var (zh, en) = _token.Kind == TokenKind.End ? ("文本结束", "the end") : ($"“{_token.Text}”", $"'{_token.Text}'");
        _problems.Error("syntax", _token.Start, _token.End, $"应为{wantedZh}，却是{zh}", $"Expected {wantedEn}, found {en}.");
    }

    private void ExpectEnd()
    {
        if (!_stopped && _token.Kind != TokenKind.End)
            Unexpected("文本结束", "the end");
    }
}
