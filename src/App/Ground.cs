using System.Net.Sockets;
using System.Runtime.InteropServices;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Fuyao.App;

/// <summary>What a machine refuses a program that starts or works on it – files, addresses, the database server –, in the words of whoever can mend it.</summary>
public static class Ground
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int FullDisk = 28;
    private const int ReadOnlyDisk = 30;

    /// <summary>What went wrong and the cure, when the machine and not the program is the cause; null otherwise.</summary>
    public static Problem? Explain(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (Explained(e) is { } said)
            {
                return said;
            }
        }

        return null;
    }

    /// <summary>
    /// Refuses to work as root on a database that is another user's, or to make one in a folder that is another user's alone: what root
    /// makes there, the service could not read afterwards.
    /// </summary>
    /// <param name="database">A SQLite file, there already or not.</param>
    /// <exception cref="ProblemException">400 <c>wrong-user</c>.</exception>
    public static void RefuseRootOnForeignFiles(string database)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return;
        }

        var path = database;
        while (!Path.Exists(path))
        {
            path = Path.GetDirectoryName(path)!;
        }

        if ((path == database || (File.GetUnixFileMode(path) & ~OwnerAlone) == 0) && OwnerOf(path) is { } owner and not 0)
        {
            throw new ProblemException(400, new Problem("wrong-user", new LocalText(
                $"{path} 属于用户 {owner},不能以 root 身份使用:root 建的文件服务将无法读取。请以该用户运行,例如 setpriv --reuid {owner} --regid {owner} --clear-groups fuyao …(见运维手册)。",
                $"{path} belongs to user {owner}; root must not work on it, as the service could not read what root makes. Run as that user, such as setpriv --reuid {owner} --regid {owner} --clear-groups fuyao … (see the operator's guide).")));
        }
    }

    private static Problem? Explained(Exception e) => e switch
    {
        UnauthorizedAccessException => Say("not-permitted",
            $"用户 {User} 无权使用该文件或文件夹:{e.Message} 请以文件所属的用户运行(服务的用户),或用 chown、chmod 改正。",
            $"The user {User} may not use this file or folder: {e.Message} Run as the user the files belong to (the service's), or mend it with chown and chmod."),
        AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => Say("address-in-use",
            "监听地址(Server:Urls)已被占用:可能另一个扶摇正在运行。请停止它,或换一个端口。用 ss -ltnp 查看占用者。",
            "The address to listen on (Server:Urls) is taken, perhaps by another Fuyao: stop that, or choose another port. `ss -ltnp` shows who has it."),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => Say("address-not-permitted",
            "不能监听该端口:1024 以下的端口只有 root 可用。请用更大的端口,前面放反向代理(见 deploy/nginx.conf)。",
            "This port may not be listened on: those below 1024 are root's. Take a greater one, with a proxy in front (deploy/nginx.conf)."),
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => Say("address-unknown",
            "本机没有要监听的地址(Server:Urls)。用 ip address 查看本机地址。",
            "This machine does not have the address to listen on (Server:Urls). `ip address` shows those it has."),
        IOException { HResult: FullDisk } or SqliteException { SqliteErrorCode: 13 } => Say("disk-full",
            $"磁盘已满:{e.Message} 请腾出空间再试;已确认的没有丢失。", $"The disk is full: {e.Message} Make room and try again; nothing acknowledged is lost."),
        IOException { HResult: ReadOnlyDisk } or SqliteException { SqliteErrorCode: 8 } => Say("read-only",
            $"磁盘或数据库文件只读:{e.Message} 请检查挂载方式与文件权限(chmod u+w)。", $"The disk or the database file is read-only: {e.Message} Look at how it is mounted and at the file's mode (chmod u+w)."),
        SqliteException { SqliteErrorCode: 26 } => Say("not-a-database",
            "数据库文件不是 SQLite 数据库,或已损坏。请检查 Database:Connection;若确是本系统的数据库,请恢复备份(fuyao restore)。",
            "The database file is not a SQLite database, or is damaged. Look at Database:Connection; if it is this system's, restore a backup (fuyao restore)."),
        PostgresException { SqlState: ['2', '8', ..] } => Say("database-refused",
            $"PostgreSQL 拒绝登录:{e.Message}。请检查 Database:Connection(和 Database:Owner)中的用户与密码,以及服务器的 pg_hba.conf。",
            $"PostgreSQL refuses the sign-in: {e.Message}. Look at user and password in Database:Connection (and Database:Owner), and at the server's pg_hba.conf."),
        NpgsqlException and not PostgresException => Say("database-unreachable",
            $"连不上 PostgreSQL:{Whole(e)}。请确认它在运行,并检查 Database:Connection 中的 Host 与 Port。",
            $"PostgreSQL cannot be reached: {Whole(e)}. See that it runs, and look at Host and Port in Database:Connection."),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => Say("database-unreachable",
            $"找不到主机:{e.Message}。请检查 Database:Connection 中的 Host。", $"There is no such host: {e.Message}. Look at Host in Database:Connection."),
        _ => null,
    };

    // A container's user often has no name.
    private static string User => Environment.UserName is { Length: > 0 } name ? name : "?";

    private static string Whole(Exception e) => e.InnerException is { } inner ? $"{e.Message} ({inner.Message})" : e.Message;

    private static Problem Say(string code, string zh, string en) => new(code, new LocalText(zh, en));

    // The layout of struct statx is the same on every processor: the owner stands at byte 20.
    private static uint? OwnerOf(string path)
    {
        var found = new byte[256];
        return StatX(-100, path, 0, 0x8, found) == 0 ? BitConverter.ToUInt32(found, 20) : null;
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] found);
}
