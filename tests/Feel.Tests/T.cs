using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

public class T
{
    [Fact]
    public void Works() => 1.ShouldBe(1);
}
