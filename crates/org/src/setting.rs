//! The province's identity and its working calendar, kept as settings of the store.
use kernel::{Ctx, Fault, Resource, Result, UnitId, WorkCalendar};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{NewEvent, Sql, Store};

use crate::ORG_CHANGE;

/// Whose installation this is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Province {
    /// The official code.
    pub code: String,
    /// With its kind: `Tỉnh Lâm Đồng`.
    pub name: String,
    /// Without: `Lâm Đồng`. Also the place in a report's date line.
    pub short: String,
    /// The department that follows plans and reports up (*cơ quan đầu mối*).
    pub focal: Option<UnitId>,
    /// The provincial office (*Văn phòng UBND tỉnh*), whose people see the whole province.
    #[serde(default)]
    pub office: Option<UnitId>,
}

async fn read<T: serde::de::DeserializeOwned + Default>(sql: &mut dyn Sql, name: &str) -> Result<T> {
    match store::setting::get(sql, name).await? {
        Some(text) => serde_json::from_str(&text).map_err(Fault::internal),
        None => Ok(T::default()),
    }
}

/// The province's identity; empty until it is set.
///
/// # Errors
/// When the store can't be read.
pub async fn province(sql: &mut dyn Sql) -> Result<Province> {
    read(sql, "province").await
}

/// The working calendar; weekends only until it is set.
///
/// # Errors
/// When the store can't be read.
pub async fn calendar(sql: &mut dyn Sql) -> Result<WorkCalendar> {
    read(sql, "calendar").await
}

/// Sets the province's identity.
///
/// # Errors
/// `Forbidden`, `Invalid` without a name.
pub async fn set_province(store: &Store, ctx: &Ctx, province: Province) -> Result<()> {
    ctx.require(ORG_CHANGE, &Resource::all("province"))?;
    if province.name.trim().is_empty() || province.short.trim().is_empty() {
        return Err(Fault::invalid("org-province-needs-name").field("name"));
    }
    let text = serde_json::to_string(&province).map_err(Fault::internal)?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                tx.set_setting("province", &text).await?;
                let facts = json!({ "code": province.code, "name": province.name });
                tx.append(NewEvent::new("province.set", "province:", facts)).await.map(drop)
            })
        })
        .await
}

/// Sets the working calendar: public holidays and the weekend days worked instead.
///
/// # Errors
/// `Forbidden`, `Invalid` when a day is both off and worked.
pub async fn set_calendar(store: &Store, ctx: &Ctx, calendar: WorkCalendar) -> Result<()> {
    ctx.require(ORG_CHANGE, &Resource::all("calendar"))?;
    if let Some(day) = calendar.off.intersection(&calendar.worked).next() {
        return Err(Fault::invalid("org-calendar-day-twice").arg("day", *day).field("worked"));
    }
    let text = serde_json::to_string(&calendar).map_err(Fault::internal)?;
    store
        .write(ctx, move |tx| {
            Box::pin(async move {
                tx.set_setting("calendar", &text).await?;
                let facts = json!({ "off": calendar.off, "worked": calendar.worked });
                tx.append(NewEvent::new("calendar.set", "calendar:", facts)).await.map(drop)
            })
        })
        .await
}
