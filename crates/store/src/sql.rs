//! Running SQL: values in, rows out, engine errors turned into faults.
use futures::{StreamExt, TryStreamExt, future::BoxFuture, stream::BoxStream};
use kernel::{Day, Fault, Id, Millis, Result};
use sqlx::{AnyConnection, AssertSqlSafe, Column, Row as _, TypeInfo, ValueRef, any::AnyRow};

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT; truth values are 0 and 1, instants milliseconds, days day numbers.
    Int(Option<i64>),
    /// DOUBLE PRECISION.
    Real(Option<f64>),
    /// BLOB.
    Bytes(Option<Vec<u8>>),
}
macro_rules! values {
    ($($from:ty => |$v:ident| $to:expr;)*) => {$(
        impl From<$from> for Value { fn from($v: $from) -> Self { $to } }
    )*};
}
values! {
    String => |v| Value::Text(Some(v));
    &String => |v| Value::Text(Some(v.clone()));
    &str => |v| Value::Text(Some(v.to_owned()));
    Option<String> => |v| Value::Text(v);
    Option<&str> => |v| Value::Text(v.map(str::to_owned));
    i64 => |v| Value::Int(Some(v));
    i32 => |v| Value::Int(Some(v.into()));
    i16 => |v| Value::Int(Some(v.into()));
    u32 => |v| Value::Int(Some(v.into()));
    usize => |v| Value::Int(i64::try_from(v).ok());
    bool => |v| Value::Int(Some(v.into()));
    Option<i64> => |v| Value::Int(v);
    f64 => |v| Value::Real(Some(v));
    Option<f64> => |v| Value::Real(v);
    Vec<u8> => |v| Value::Bytes(Some(v));
    Millis => |v| Value::Int(Some(v.0));
    Option<Millis> => |v| Value::Int(v.map(|m| m.0));
    Day => |v| Value::Int(Some(v.number().into()));
    Option<Day> => |v| Value::Int(v.map(|d| d.number().into()));
}
impl<K> From<Id<K>> for Value {
    fn from(v: Id<K>) -> Self {
        Self::Text(Some(v.to_string()))
    }
}
impl<K> From<Option<Id<K>>> for Value {
    fn from(v: Option<Id<K>>) -> Self {
        Self::Text(v.map(|id| id.to_string()))
    }
}

/// Parameters of a statement: `args![id, name, day]`.
#[macro_export]
macro_rules! args {
    ($($v:expr),* $(,)?) => { vec![$($crate::Value::from($v)),*] };
}

/// A row of an answer. Columns by position; names are for backup and messages.
pub struct Row(AnyRow);
impl Row {
    fn get<'r, T: sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any>>(&'r self, i: usize) -> Result<T> {
        self.0.try_get(i).map_err(Fault::internal)
    }
    /// TEXT.
    ///
    /// # Errors
    /// `Internal` when the column is null or of another type (so for all readers below).
    pub fn text(&self, i: usize) -> Result<String> {
        self.get(i)
    }
    /// TEXT or null.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn opt_text(&self, i: usize) -> Result<Option<String>> {
        self.get(i)
    }
    /// BIGINT.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn int(&self, i: usize) -> Result<i64> {
        self.get(i)
    }
    /// BIGINT or null.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn opt_int(&self, i: usize) -> Result<Option<i64>> {
        self.get(i)
    }
    /// 0 or 1.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn flag(&self, i: usize) -> Result<bool> {
        Ok(self.int(i)? != 0)
    }
    /// DOUBLE PRECISION or null.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn opt_real(&self, i: usize) -> Result<Option<f64>> {
        self.get(i)
    }
    /// BLOB.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn bytes(&self, i: usize) -> Result<Vec<u8>> {
        self.get(i)
    }
    /// BLOB or null.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn opt_bytes(&self, i: usize) -> Result<Option<Vec<u8>>> {
        self.get(i)
    }
    /// A typed id.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn id<K: kernel::id::Kind>(&self, i: usize) -> Result<Id<K>> {
        self.text(i)?.parse()
    }
    /// A typed id or null.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn opt_id<K: kernel::id::Kind>(&self, i: usize) -> Result<Option<Id<K>>> {
        self.opt_text(i)?.map(|t| t.parse()).transpose()
    }
    /// A day number.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn day(&self, i: usize) -> Result<Day> {
        Ok(Day::from_number(i32::try_from(self.int(i)?).map_err(Fault::internal)?))
    }
    /// A day number or null.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn opt_day(&self, i: usize) -> Result<Option<Day>> {
        self.opt_int(i)?.map(|n| Ok(Day::from_number(i32::try_from(n).map_err(Fault::internal)?))).transpose()
    }
    /// An instant.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn millis(&self, i: usize) -> Result<Millis> {
        Ok(Millis(self.int(i)?))
    }
    /// An instant or null.
    ///
    /// # Errors
    /// See [`text`](Self::text).
    pub fn opt_millis(&self, i: usize) -> Result<Option<Millis>> {
        Ok(self.opt_int(i)?.map(Millis))
    }
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.columns().iter().map(|c| c.name().to_owned()).collect()
    }
    pub(crate) fn values(&self) -> Vec<Value> {
        (0..self.0.len())
            .map(|i| {
                let Ok(raw) = self.0.try_get_raw(i) else { return Value::Text(None) };
                if raw.is_null() {
                    return Value::Text(None);
                }
                // A value carries its own type, which matters on SQLite.
                match raw.type_info().name() {
                    "BIGINT" | "INTEGER" | "SMALLINT" => Value::Int(self.0.try_get(i).ok()),
                    "DOUBLE" | "REAL" => Value::Real(self.0.try_get(i).ok()),
                    "BLOB" => Value::Bytes(self.0.try_get(i).ok()),
                    _ => Value::Text(self.0.try_get(i).ok()),
                }
            })
            .collect()
    }
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

fn bind(sql: &str, args: Vec<Value>) -> Query<'_> {
    let mut query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    for arg in args {
        query = match arg {
            Value::Text(v) => query.bind(v),
            Value::Int(v) => query.bind(v),
            Value::Real(v) => query.bind(v),
            Value::Bytes(v) => query.bind(v),
        };
    }
    query
}

/// Something that runs SQL: a [`Reader`](crate::Reader) or a [`Tx`](crate::Tx).
pub trait Sql: Send {
    /// The connection.
    fn raw(&mut self) -> &mut AnyConnection;
    /// Runs a statement; returns how many rows it touched.
    fn exec<'a>(&'a mut self, sql: &'a str, args: Vec<Value>) -> BoxFuture<'a, Result<u64>> {
        Box::pin(async move { Ok(bind(sql, args).execute(self.raw()).await.map_err(fault)?.rows_affected()) })
    }
    /// All rows.
    fn rows<'a>(&'a mut self, sql: &'a str, args: Vec<Value>) -> BoxFuture<'a, Result<Vec<Row>>> {
        Box::pin(async move { bind(sql, args).fetch(self.raw()).map_ok(Row).try_collect().await.map_err(fault) })
    }
    /// Rows as they come, for long answers.
    fn stream<'a>(&'a mut self, sql: &'a str, args: Vec<Value>) -> BoxStream<'a, Result<Row>> {
        bind(sql, args).fetch(self.raw()).map(|r| r.map(Row).map_err(fault)).boxed()
    }
    /// The first row, if there is one.
    fn opt<'a>(&'a mut self, sql: &'a str, args: Vec<Value>) -> BoxFuture<'a, Result<Option<Row>>> {
        Box::pin(async move { Ok(bind(sql, args).fetch_optional(self.raw()).await.map_err(fault)?.map(Row)) })
    }
    /// The only row.
    fn one<'a>(&'a mut self, sql: &'a str, args: Vec<Value>) -> BoxFuture<'a, Result<Row>> {
        Box::pin(async move { Ok(Row(bind(sql, args).fetch_one(self.raw()).await.map_err(fault)?)) })
    }
}

/// What an engine's error means.
pub(crate) fn fault(error: sqlx::Error) -> Fault {
    if let Some(db) = error.as_database_error() {
        if db.is_unique_violation() {
            return Fault::conflict("store-already-there").because(error);
        }
        let code = db.code().unwrap_or_default().into_owned();
        // SQLITE_FULL and SQLITE_IOERR with its extended codes (low byte 10); PostgreSQL class 53.
        let low = code.parse::<u32>().map_or(0, |n| n & 0xff);
        if (code.len() != 5 && (low == 13 || low == 10)) || code.starts_with("53") {
            return Fault::unavailable("store-full").because(error);
        }
        if code.len() != 5 && (low == 5 || low == 6) {
            return Fault::unavailable("store-busy").because(error);
        }
    }
    match error {
        sqlx::Error::RowNotFound => Fault::not_found("fault-not-found"),
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed => {
            Fault::unavailable("store-unreachable").because(error)
        }
        _ => Fault::internal(error),
    }
}
